import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AccountBody, ContentBody } from '../../src/cases/accounts/facts-body.ts'
import { rejectedPath } from '../../src/cases/import/import-progress.ts'
import type { ReportBody } from '../../src/cases/intake/report-body.ts'
import { tempDir } from './temp-dir.ts'

export const READ_AT = '2017-10-15T00:00:00.000Z'

/** Lines as `countersign import` takes them: account u1, content t1, report n1 and so on. */
export const accountLine = (n: number, changes: Partial<AccountBody> = {}) => ({
  type: 'account' as const,
  id: `u${n}`,
  handle: `user_${n}`,
  displayName: `User ${n}`,
  reach: 300 + n,
  verified: false,
  tags: [],
  createdAt: '2014-10-20T17:34:00.432Z',
  factsAt: READ_AT,
  ...changes,
})

export const contentLine = (n: number, accountId: string, changes: Partial<ContentBody> = {}) => ({
  type: 'content' as const,
  id: `t${n}`,
  accountId,
  kind: 'post',
  text: `Post ${n}`,
  createdAt: READ_AT,
  ...changes,
})

export const reportLine = (n: number, changes: Partial<ReportBody> = {}): ReportBody & { type: 'report' } => ({
  type: 'report',
  id: `n${n}`,
  subject: { kind: 'content', id: `t${n}` },
  reporterId: `p${n}`,
  ground: 'terms',
  category: 'CYBER_VIOLENCE',
  keyword: 'CYBER_HARASSMENT',
  reportedAt: '2017-10-15T01:58:58.438Z',
  ...changes,
})

/** The text of a file, one entry a line; an entry that is text already stays as it is. */
export const toNdjson = (lines: readonly (object | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')

/** Writes a file to import, deleted when the test ends. */
export function givenImport(t: TestContext, lines: readonly (object | string)[]): string {
  const file = join(tempDir(t), 'reports.ndjson')
  writeFileSync(file, toNdjson(lines))
  return file
}

/** The rejected lines that the import wrote beside the file. */
export const rejectedOf = (file: string): object[] =>
  readFileSync(rejectedPath(file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
