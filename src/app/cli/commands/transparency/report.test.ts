import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { argumentsOf } from '../../../../../test/support/command-lines.ts'
import { countAll } from '../../../../../test/support/count-all.ts'
import { givenStatements } from '../../../../../test/support/dsa/given-statements.ts'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../../../test/support/people.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { canonicalJson } from '../../../../foundation/canonical.ts'
import { runProgram } from '../../program.ts'

const GUIDE = readFileSync('docs/how-to/transparency-report.md', 'utf8')
const SETTINGS = /```yaml\n([^`]+)```/.exec(GUIDE)?.[1] ?? ''

test('the commands of the guide write a report and make it final', async (t) => {
  const [database, folder] = [await freshDatabase(t, { driven: true }), tempDir(t)]
  await database.setClock(new Date('2026-12-30T12:00:00Z'))
  await givenStatements(database.ownerPool, { count: 4 })
  const settings = join(folder, 'transparency.yaml')
  writeFileSync(settings, SETTINGS)
  const env = { DATABASE_URL: database.url, COUNTERSIGN_DATA: folder }
  const run = async (line: string, token?: string) => {
    const out: string[] = []
    const args = (argumentsOf(line) ?? []).map((arg) => (arg === 'report-2026' ? join(folder, arg) : arg))
    const print = (text: string) => void out.push(text)
    const code = await runProgram([...args, '--settings', settings, ...(token ? ['--json'] : [])], {
      ...{ env: { ...env, ...(token && { COUNTERSIGN_TOKEN: token }) }, print, printError: print },
    })
    return { code, out: out.join('\n') }
  }
  const [asCsv = '', asJson = '', toStore = ''] = GUIDE.match(/^npx countersign report transparency .*$/gm) ?? []
  assert.match((await run(asCsv)).out, /2026-12-31 is not counted yet/)
  await database.setClock(new Date('2027-01-02T02:00:00Z'))
  await countAll({ db: database.pool })
  const written = await run(asCsv)
  assert.match(written.out, /^11 files written\. SHA-256: [0-9a-f]{64}\nEmpty, because they were not stated:\n/)
  assert.equal(written.code, 3)
  const files = Object.fromEntries(
    readdirSync(join(folder, 'report-2026')).map((name) => [
      name,
      readFileSync(join(folder, 'report-2026', name), 'utf8'),
    ]),
  )
  const hash = createHash('sha256').update(canonicalJson(files)).digest('hex')
  assert.ok(written.out.includes(hash))
  assert.match(files['6_own_initiative_TC.csv'] ?? '', /All,Harbour,2026-01-01\/2026-12-31,TOTAL,,4,0,0,4,/)
  assert.match(files['1_report_identification.csv'] ?? '', /publication of the report,2027-02-20\r\n/)
  assert.equal((await run(asJson)).code, 3)
  const records = JSON.parse(readFileSync(join(folder, 'report-2026', 'transparency-report.json'), 'utf8'))
  assert.equal(records.parts['6_own_initiative_TC'][0]["Number of measures taken at the provider's own initiative "], 4)
  const { token } = await givenStaff(database.pool, { roles: ['policy'] })
  const made = JSON.parse((await run(toStore, token)).out)
  assert.deepEqual([made.report, made.change, made.hash], ['trep_1', 'chg_1', hash])
  const says = await database.pool.onlyValue<string>(
    sql`select says from desk_change where kind = 'transparency_report'`,
  )
  assert.ok(says.includes(hash), 'a second person agrees to this hash')
  const final = await database.pool.listValues<Date | null>(sql`select final_at from transparency_report`)
  assert.deepEqual(final, [null], 'one person makes none final')
})

test('a wrong period or wrong settings write nothing', async (t) => {
  const [database, folder] = [await freshDatabase(t), tempDir(t)]
  const env = { DATABASE_URL: database.url, COUNTERSIGN_DATA: folder }
  const run = async (...args: string[]) => {
    const out: string[] = []
    const print = (text: string) => void out.push(text)
    const all = ['report', 'transparency', join(folder, 'out'), ...args]
    return [await runProgram(all, { env, print, printError: print }), out.join('\n')] as const
  }
  assert.equal((await run('--from', '2026-02-30', '--to', '2026-03-01'))[0], 2)
  assert.match((await run('--from', '2026-03-02', '--to', '2026-03-01'))[1], /to must be a day from 2026-03-02 on/)
  const settings = join(folder, 'transparency.yaml')
  writeFileSync(settings, 'provider: Harbour\nnotices: 7\ntier: giant\n')
  const [code, says] = await run('--from', '2026-03-01', '--to', '2026-03-01', '--settings', settings)
  assert.equal(code, 1)
  assert.match(says, /transparency\.yaml:2:\d+: .*notices/s)
  assert.match((await run('--from', '2026-03-01', '--to', '2026-03-01', '--final'))[1], /This takes a person/)
  assert.deepEqual(readdirSync(folder).sort(), ['transparency.yaml'])
})
