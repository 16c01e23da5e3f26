import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import sql from 'sql-template-tag'
import { DESK } from '../../src/foundation/domain.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { retryWhenBusy } from './ask-again.ts'
import { convertData, type DataFolder } from './data-folder.ts'
import { runCommand } from './program.ts'
import { RunError } from './run-error.ts'
import type { Scene } from './scene.ts'
import { sendReports } from './send-reports.ts'

export interface BringingIn {
  limit: number
  /** A key that may send reports. */
  key: string
  patienceMs: number
  /** The number of times a command is started. */
  tries: number
  say: (line: string) => void
}

/** The key that half of the reports are sent with. */
export const makeReportKey = async (db: Pool): Promise<string> =>
  (await addKey({ db }, { name: 'real run', scopes: ['report'] }, DESK)).key

/**
 * Gives the platform the accounts and posts, and the desk all data: half of the reports from a file, half over HTTP.
 * Returns the number of reports that the desk has stored, which is all.
 */
export async function importInto(scene: Scene, data: DataFolder, options: BringingIn): Promise<number> {
  const { limit, key, patienceMs, tries, say } = options
  const all = join(scene.folder, 'all.ndjson')
  await convertData(data, limit, all)
  const file = join(scene.folder, 'reports.ndjson')
  const { toSend, reports } = await halveReports(all, file)
  const command = { env: scene.env, tries }
  await runCommand(['demo', 'load', file, '--url', scene.platformUrl], command)
  const seconds = await timed(() => runCommand(['import', file], command))
  say(`Imported accounts, posts and ${reports - toSend.length} reports in ${seconds} s.`)
  const secondsSent = await timed(() => sendReports(toSend, { deskUrl: scene.deskUrl, key, patienceMs, say }))
  say(`Sent ${toSend.length} reports in ${secondsSent} s.`)
  const stored = await retryWhenBusy(() => countReports(scene.db))
  if (stored !== reports) throw new RunError(`Of ${reports} reports ${stored} are stored.`)
  return stored
}

/** Writes all but every second report to `file`; answers those as the desk takes them over HTTP. */
async function halveReports(all: string, file: string): Promise<{ toSend: string[]; reports: number }> {
  const toSend: string[] = []
  let reports = 0
  const kept = createWriteStream(file)
  for await (const line of createInterface({ input: createReadStream(all), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { type, ...body } = JSON.parse(line)
    if (type === 'report' && reports++ % 2 === 1) toSend.push(JSON.stringify(body))
    else if (!kept.write(`${line}\n`)) await once(kept, 'drain')
  }
  kept.end()
  await once(kept, 'finish')
  return { toSend, reports }
}

async function timed(work: () => Promise<unknown>): Promise<string> {
  const startedAtMs = performance.now()
  await work()
  return ((performance.now() - startedAtMs) / 1_000).toFixed(1)
}

async function countReports(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(sql`select count(*) as count from report`)
  return rows[0]?.count ?? 0
}
