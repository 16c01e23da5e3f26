import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { argumentsOf } from '../../../../../test/support/command-lines.ts'
import { numberEntries, startDeskWithHistory } from '../../../../../test/support/desk-with-history.ts'
import { givenStaff } from '../../../../../test/support/people.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

const GUIDE = readFileSync('docs/how-to/warehouse.md', 'utf8')

test('the commands of the warehouse guide write each entry once', async (t) => {
  const { database, desk } = await startDeskWithHistory(t)
  const folder = join(tempDir(t), 'warehouse')
  const env = { DATABASE_URL: database.url, COUNTERSIGN_DATA: tempDir(t) }
  const run = async (line: string) => {
    const out: string[] = []
    const args = (argumentsOf(line) ?? []).map((arg) => (arg === 'warehouse' ? folder : arg))
    const print = (text: string) => void out.push(text)
    const code = await runProgram(args, { env, print, printError: print })
    return { code, out: out.join('\n') }
  }
  const [parquet = '', ndjson = ''] = GUIDE.match(/^npx countersign export .*$/gm) ?? []
  const first = await run(parquet)
  assert.equal(first.code, 0, first.out)
  assert.match(first.out, /^export-000000000001-\d{12}\.parquet {2}\d+ rows\nUp to entry \d+\.$/)
  const written = readdirSync(folder).filter((name) => name.endsWith('.parquet'))
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, written[0] ?? '')) })
  const state = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))
  const numbers = new Set(rows.map(({ number }) => Number(number)))
  assert.deepEqual([numbers.size, Math.max(...numbers)], [state.after, state.after])
  const reported = rows.find(({ kind }) => kind === 'reports_received')
  assert.deepEqual([reported?.subjectId, reported?.reports, reported?.at instanceof Date], ['one', 1n, true])
  // A run that died after its file and before its state: the next one replaces that file, and half a file.
  await givenStaff(desk.db)
  await numberEntries(desk.db)
  const begin = `export-${String(state.after + 1).padStart(12, '0')}`
  for (const left of [`${begin}-000000000999.ndjson`, `${begin}-000000000999.ndjson.tmp`]) {
    writeFileSync(join(folder, left), '{"number":')
  }
  assert.equal((await run(ndjson)).code, 0)
  const [, next = ''] = readdirSync(folder).filter((name) => name.startsWith('export-'))
  assert.ok(next.startsWith(begin) && !next.includes('999'), next)
  for (const line of readFileSync(join(folder, next), 'utf8').split('\n').filter(Boolean)) {
    assert.ok(JSON.parse(line).number > state.after)
  }
  const names = readdirSync(folder)
  assert.match((await run(ndjson)).out, /^Up to entry \d+\.$/, 'nothing is new')
  assert.deepEqual(readdirSync(folder), names)
  const other = await run(`${ndjson} --platform forum`)
  assert.deepEqual([other.code, /has the export of the platform default/.test(other.out)], [1, true])
  const ahead = await run(`${ndjson} --after-entry 900000`)
  assert.deepEqual([ahead.code, /before your cursor 900,000/.test(ahead.out)], [1, true])
  assert.deepEqual(readdirSync(folder), names)
})
