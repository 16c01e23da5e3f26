import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshDatabase, type TestDatabase } from '../../../../../test/support/fresh-database.ts'
import {
  accountLine,
  contentLine,
  givenImport,
  reportLine,
  toNdjson,
} from '../../../../../test/support/import-lines.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { waitFor } from '../../../../../test/support/wait-for.ts'
import { progressPath, rejectedPath } from '../../../../cases/import/import-progress.ts'
import { PACKAGE_DIR } from '../../../../foundation/settings/package-paths.ts'
import { verifyLedger } from '../../../../oversight/ledger/verify.ts'
import { LEDGER_CHECKS } from '../../../ledger-checks.ts'
import { runProgram } from '../../program.ts'

const MAIN = join(PACKAGE_DIR, 'bin/countersign.js')
/** Enough that none of the kills can come too late. */
const REPORTS = 12_000
const COMES_FURTHER_WITHIN_MS = 60_000
const KILLS = 3

async function run(database: TestDatabase, args: readonly string[]) {
  const printed: string[] = []
  const errors: string[] = []
  const code = await runProgram(args, {
    env: { DATABASE_URL: database.url },
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  })
  return { code, printed: printed.join('\n'), errors: errors.join('\n') }
}

test('"import" prints new and known counts and exits with 1', async (t) => {
  const database = await freshDatabase(t)
  const file = givenImport(t, [accountLine(1), contentLine(1, 'u1'), reportLine(1), reportLine(2), 'bad'])
  const first = await run(database, ['import', file])
  assert.deepEqual(first.printed.split('\n'), [
    `Imported ${file}: 5 lines.`,
    '              NEW  KNOWN',
    'accounts      1    0',
    'contents      1    0',
    'reports       2    0',
    'restrictions  0    0',
    `Lines not taken: 1. Why stands in ${rejectedPath(file)}.`,
  ])
  assert.equal(first.code, 1)

  writeFileSync(file, toNdjson([accountLine(1), contentLine(1, 'u1'), reportLine(1), reportLine(2)]))
  const again = await run(database, ['import', file])
  assert.equal(again.printed.split('\n').at(-1), 'Nothing changed: all of it was known.')
  assert.equal(again.code, 0)
  assert.ok(!existsSync(rejectedPath(file)))
})

test('"import" reports a missing file in one sentence', async (t) => {
  const database = await freshDatabase(t)
  const folder = tempDir(t)
  const { code, errors } = await run(database, ['import', folder])
  assert.deepEqual([code, errors], [1, `The file ${folder} was not read. It is a folder.`])
})

test('"import" resumes after kill -9 and stores nothing twice', async (t) => {
  const database = await freshDatabase(t)
  const reports = Array.from({ length: REPORTS }, (_, n) => reportLine(n))
  const file = givenImport(t, ['bad', ...reports, 'worse'])
  let reached = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [MAIN, 'import', file], {
      env: { DATABASE_URL: database.url },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    reached = await waitFor(
      'the import to come further',
      async () => {
        if (child.exitCode !== null) throw new Error('the import ended before it was killed')
        const line = lineOf(file)
        return line > reached && line
      },
      COMES_FURTHER_WITHIN_MS,
    )
    child.kill('SIGKILL')
    assert.deepEqual(await ended, [null, 'SIGKILL'])
  }
  const last = await run(database, ['import', file, '--json'])
  const { lines, rejected, counts } = JSON.parse(last.printed)
  assert.match(last.errors, /^Going on at line \d+: the lines before it are stored\.$/m)
  assert.deepEqual([lines, rejected, counts.report.new + counts.report.known], [REPORTS + 2, 2, REPORTS])
  const reason = 'The line is not JSON.'
  assert.equal(
    readFileSync(rejectedPath(file), 'utf8'),
    toNdjson([
      { line: 1, reason },
      { line: REPORTS + 2, reason },
    ]),
  )
  const { rows } = await database.pool.query(`
    select (select count(*)::integer from report) as reports, (select count(distinct client_id)::integer from report) as ids,
      (select sum(report_count)::integer from review_case) as counted`)
  assert.deepEqual(rows, [{ reports: REPORTS, ids: REPORTS, counted: REPORTS }])
  assert.deepEqual((await verifyLedger(database.pool, LEDGER_CHECKS)).problems, [])
})

function lineOf(file: string): number {
  return existsSync(progressPath(file)) ? Number(JSON.parse(readFileSync(progressPath(file), 'utf8')).line) : 0
}
