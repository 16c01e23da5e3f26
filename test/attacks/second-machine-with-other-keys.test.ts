import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { claimKeys } from '../../src/app/cli/run/claim-keys.ts'
import { runProgram } from '../../src/app/cli/program.ts'
import { prepareNextKey, useNextKey } from '../../src/foundation/outgoing/signing-key.ts'
import { UNTOUCHED } from '../../src/foundation/domain.ts'
import { makeJournalFollower } from '../../src/enforcement/journal/follow-journal.ts'
import { restoreOffline } from '../../src/enforcement/journal/restore-offline.ts'
import { RecoveryJournal } from '../../src/foundation/recovery-journal/recovery-journal.ts'
import { readJournal } from '../../src/foundation/recovery-journal/read-journal.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const ROSA = 'account:rosa'

/** A desk's database, and a first machine that runs on it. */
async function givenFirst(t: TestContext) {
  const { pool, url, ownerUrl } = await freshDatabase(t, { marked: false })
  const first = tempDir(t)
  const own = (dataDir: string) => ({ dataDir, channelKey: undefined, signingKey: undefined })
  await claimKeys(pool, own(first))
  const said: string[] = []
  const run = (args: string[], more: Record<string, string> = {}) =>
    runProgram(args, {
      env: {
        ...{ DATABASE_URL: url, MIGRATE_DATABASE_URL: ownerUrl, COUNTERSIGN_LOG_LEVEL: 'silent' },
        COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
        COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
        ...more,
      },
      print: (line) => said.push(line),
      printError: (line) => said.push(line),
      terminal: () => undefined,
    })
  return { pool, first, own, run, said }
}

test('a second machine with its own keys never starts', async (t) => {
  const { run, said } = await givenFirst(t)
  for (const part of [['serve', '--port', '0'], ['work']]) {
    said.length = 0
    assert.equal(await run(part, { COUNTERSIGN_DATA: tempDir(t) }), 1)
    assert.match(said.join('\n'), /channel key is not the one that the database knows/)
  }
})

test('a machine with another signing key never starts', async (t) => {
  const { pool, first, own } = await givenFirst(t)
  const key = JSON.stringify(makeJwk())
  await assert.rejects(
    claimKeys(pool, { ...own(first), signingKey: key }),
    /signing key is none that the database knows/,
  )
})

test('two machines with the same configured keys run together', async (t) => {
  const { pool } = await freshDatabase(t)
  const configured = { channelKey: randomBytes(32).toString('base64'), signingKey: JSON.stringify(makeJwk()) }
  for (const dataDir of [tempDir(t), tempDir(t)]) await claimKeys(pool, { dataDir, ...configured })
})

test('a rotated key in the data folder is valid at start', async (t) => {
  const { pool, first, own } = await givenFirst(t)
  await prepareNextKey(first)
  await useNextKey(first)
  await claimKeys(pool, own(first))
  await claimKeys(pool, own(first))
})

test("only the database's owner registers other keys", async (t) => {
  const { pool, own, run, said } = await givenFirst(t)
  const second = tempDir(t)
  await assert.rejects(
    pool.query(sql`insert into desk_key (kind, fingerprint) values ('signing', 'a-fingerprint-of-one')`),
  )
  assert.equal(await run(['keys', 'announce'], { COUNTERSIGN_DATA: second }), 0, said.join('\n'))
  await claimKeys(pool, own(second))
})

test('the recovery journal of a second machine has the restore point', async (t) => {
  const working = await startWorkingDesk(t)
  const second = { ...working.desk, recoveryJournal: new RecoveryJournal(join(tempDir(t), 'recovery-journal.ndjson')) }
  const follow = makeJournalFollower()
  await follow(second)
  working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', legalDuty: true })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await follow(second)
  const line = (await readJournal(second.recoveryJournal.path)).get(ROSA)
  assert.ok(line !== undefined && line.kind === 'way_back')
  assert.deepEqual([line.baseline, line.legalDuty], [UNTOUCHED, [enforcement.id]])
  await follow(second)
  assert.equal((await restoreOffline(working.desk.platform, line)).kind, 'brought_back')
  assert.equal(await working.visit(ROSA), 200)
})

const makeJwk = (): object => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
