import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startDemo } from '../../../../../demo/start-demo.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { SECRET } from '../../../../../test/support/working-desk.ts'
import { NO_GROUNDS } from '../../../../foundation/connector/effect-signer.ts'
import { webhookConnector } from '../../../../connectors/webhook/webhook-connector.ts'
import { UNTOUCHED } from '../../../../foundation/domain.ts'
import { RecoveryJournal } from '../../../../foundation/recovery-journal/recovery-journal.ts'
import { readJournal } from '../../../../foundation/recovery-journal/read-journal.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { runProgram } from '../../program.ts'

const ROSA = 'account:rosa'
const AT = '2026-05-04T09:00:00.000Z'
const OFFLINE = { ...UNTOUCHED, visible: false, mayPost: false }

async function run(env: Record<string, string>, ...args: string[]) {
  const said: string[] = []
  const printLine = (line: string) => void said.push(line)
  const code = await runProgram(['restore', ...args], { env, print: printLine, printError: printLine })
  return { code, said: said.join('\n') }
}

/** A platform that shows rosa offline, and a data folder whose recovery journal has the way back. */
async function givenOffline(t: TestContext) {
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets: [SECRET], faults: true })
  t.after(() => demo.close())
  const url = `${demo.url}/countersign`
  const instruction = {
    subject: { kind: 'account', id: 'rosa' },
    generation: 3,
    desired: OFFLINE,
    baseline: UNTOUCHED,
  } as const
  await webhookConnector({ url, secret: SECRET, now: systemNow }).apply(
    { ...instruction, reverts: [], events: [] },
    NO_GROUNDS,
  )
  const dataDir = tempDir(t)
  const file = new RecoveryJournal(join(dataDir, 'recovery-journal.ndjson'))
  await file.keep({ kind: 'way_back', subject: ROSA, generation: 3, baseline: UNTOUCHED, at: AT })
  const visit = async () => (await fetch(`${demo.url}/@rosa_bakes`)).status
  assert.equal(await visit(), 410)
  const platform = { COUNTERSIGN_PLATFORM_URL: url, COUNTERSIGN_PLATFORM_SECRET: SECRET }
  return { demo, dataDir, file, visit, platform, env: { ...platform, COUNTERSIGN_DATA: dataDir } }
}

const ASKED = ['--offline', '--subject', ROSA, '--reason', 'nobody is there']

test('"restore --offline" writes its generation and reason to the journal', async (t) => {
  const { env, file, visit } = await givenOffline(t)
  assert.match(
    (await run(env, '--offline', '--list')).said,
    /^SUBJECT +SINCE +GENERATION +COMES BACK BY\naccount:rosa +2026-05-04T09.* one$/,
  )
  const { code, said } = await run(env, ...ASKED)
  assert.deepEqual([code, await visit()], [0, 200])
  assert.match(said, /^account:rosa is up: the platform shows it again, under generation 1000003\.$/)
  const { at: _, ...line } = (await readJournal(file.path)).get(ROSA) ?? {}
  const reason = 'nobody is there'
  assert.deepEqual(line, { kind: 'brought_back', subject: ROSA, generation: 1_000_003, baseline: UNTOUCHED, reason })
})

test('"restore --offline" works without database secret and with a named journal', async (t) => {
  const { env, platform, file, visit } = await givenOffline(t)
  const broken = {
    ...env,
    COUNTERSIGN_DATA: tempDir(t),
    DATABASE_URL: 'nonsense',
    MIGRATE_DATABASE_URL_FILE: '/nowhere',
  }
  assert.match((await run({ ...platform, ...broken }, ...ASKED)).said, /recovery journal can't be read/)
  assert.equal((await run(broken, ...ASKED, '--recovery-journal', file.path)).code, 0)
  assert.equal(await visit(), 200)
})

test('"restore --offline" of the demo needs only the data folder', async (t) => {
  const { demo, dataDir, visit } = await givenOffline(t)
  mkdirSync(join(dataDir, 'demo'))
  writeFileSync(join(dataDir, 'demo', 'webhook-secret'), `${SECRET}\n`)
  const deskPort = Number(new URL(demo.url).port) - 1
  const { code, said } = await run({}, ...ASKED, '--data', dataDir, '--port', String(deskPort))
  assert.deepEqual([code, await visit()], [0, 200], said)
})

test('"restore --offline" names each missing option and does nothing', async (t) => {
  const { env, dataDir, file, visit } = await givenOffline(t)
  const refusals: [string[], RegExp][] = [
    [ASKED.slice(1), /add --offline/],
    [['--offline', '--reason', 'x'], /--subject and --reason/],
    [['--offline', '--subject', ROSA], /--subject and --reason/],
    [['--offline', '--subject', ROSA, '--reason', 'x'.repeat(501)], /at most 500/],
    [['--offline', '--subject', 'account:nobody', '--reason', 'x'], /no way back for account:nobody/],
    [['--offline', '--subject', 'rosa', '--reason', 'x'], /account:ID or content:ID/],
  ]
  for (const [args, why] of refusals) {
    const { code, said } = await run(env, ...args)
    assert.match(said, why)
    assert.equal(code, said.startsWith('error:') ? 2 : 1)
  }
  assert.match((await run({}, ...ASKED, '--data', dataDir)).said, /not known where the platform is/)
  await file.keep({ kind: 'up', subject: ROSA, generation: 4, at: AT })
  assert.match((await run(env, ...ASKED)).said, /has taken nothing from account:rosa since/)
  assert.equal(await visit(), 410)
})
