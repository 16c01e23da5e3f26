import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../../../test/support/people.ts'
import { TEST_PARTY } from '../../../../../test/support/server.ts'
import { makeSoftwareKey } from '../../../../people/passkeys/software-authenticator.ts'
import { showFirstLink } from '../../first-admin.ts'
import { runProgram } from '../../program.ts'

const LINK = /https:\/\/desk\.example\/enrol#cs_inv_[\w-]{43}/

async function startInviting(t: TestContext) {
  const database = await freshDatabase(t, { marked: false })
  const { pool, ownerPool } = database
  const run = async (
    args: readonly string[],
    { onTerminal = false, env = {} }: { onTerminal?: boolean; env?: object } = {},
  ) => {
    const said: Record<'printed' | 'shown' | 'wrong', string[]> = { printed: [], shown: [], wrong: [] }
    const code = await runProgram(args, {
      env: { DATABASE_URL: database.url, COUNTERSIGN_ORIGIN: TEST_PARTY.origin, ...env },
      print: (line) => said.printed.push(line),
      printError: (line) => said.wrong.push(line),
      ...(onTerminal ? { terminal: (line: string) => void said.shown.push(line) } : {}),
    })
    return { code, printed: said.printed.join('\n'), shown: said.shown.join('\n'), wrong: said.wrong.join('\n') }
  }
  const expiries = async () =>
    (
      await pool.query<{ minutes: number }>(
        `select round(extract(epoch from expires_at - made_at) / 60)::integer as minutes from invitation order by made_at`,
      )
    ).rows.map(({ minutes }) => minutes)
  /** Stores a passkey as if a person had enrolled it. */
  const givenKey = async (staffId: string) => {
    const { credentialId, publicKey } = makeSoftwareKey()
    await ownerPool.query(
      `insert into passkey (id, staff_id, public_key, backup_eligible, backed_up, aaguid, label, software)
       values ($1, $2, $3, false, false, '00000000-0000-0000-0000-000000000000', 'x', false)`,
      [credentialId, staffId, publicKey],
    )
  }
  return { ...database, db: pool, run, expiries, givenKey }
}

test('the first invitation link is shown on terminals, valid fifteen minutes', async (t) => {
  const { db, run, expiries } = await startInviting(t)
  const admin = await givenStaff(db, { roles: ['admin'] })
  const wren = await givenStaff(db)
  assert.match((await run(['staff', 'invite', wren.id], { onTerminal: true })).wrong, /administrator/)
  const piped = await run(['staff', 'invite', admin.id])
  assert.deepEqual([piped.code, piped.printed], [1, ''])
  assert.match(piped.wrong, /in a terminal only/)
  assert.deepEqual(await expiries(), [])
  const shown = await run(['staff', 'invite', admin.id], { onTerminal: true })
  assert.deepEqual([shown.code, shown.printed, shown.wrong], [0, '', ''])
  assert.match(shown.shown, LINK)
  assert.deepEqual(await expiries(), [15])
})

test('a desk without passkeys shows the first invitation on a terminal', async (t) => {
  const { db, expiries, givenKey } = await startInviting(t)
  const desk = { db, relyingParty: TEST_PARTY }
  const shown: string[] = []
  const terminal = (line: string) => void shown.push(line)
  assert.match((await showFirstLink(desk, undefined)) ?? '', /staff add admin .* --role admin, then .* invite admin\./)
  assert.deepEqual(await expiries(), [])
  await showFirstLink(desk, terminal)
  await showFirstLink(desk, terminal)
  assert.match(shown[1] ?? '', LINK)
  const { rows } = await db.query<{ id: string }>(
    `select id, pseudonym, (select count(*) from invitation where revoked_at is null) as open from staff`,
  )
  assert.deepEqual(rows, [{ id: rows[0]?.id, pseudonym: 'admin', open: 1 }])
  await givenKey(rows[0]?.id ?? '')
  assert.equal(await showFirstLink(desk, terminal), undefined)
  assert.equal(shown.length, 2)
})

test('a later invitation lasts a day and needs an administrator', async (t) => {
  const { db, run, expiries, givenKey } = await startInviting(t)
  const admin = await givenStaff(db, { roles: ['admin'] })
  const lead = await givenStaff(db, { roles: ['lead'] })
  const wren = await givenStaff(db)
  await givenKey(admin.id)
  const invite = (token: string) => run(['staff', 'invite', wren.id], { env: { COUNTERSIGN_TOKEN: token } })
  assert.match((await invite(lead.token)).wrong, /takes the role admin/)
  assert.match((await invite(admin.token)).printed, LINK)
  assert.deepEqual(await expiries(), [24 * 60])
})

test('"serve" refuses a real database that holds a software key', async (t) => {
  const { db, superUrl, run } = await startInviting(t)
  const { id } = await givenStaff(db)
  const { default: pg } = await import('pg')
  const intruder = new pg.Client({ connectionString: superUrl })
  await intruder.connect()
  t.after(() => intruder.end())
  await intruder.query('set session_replication_role = replica')
  await intruder.query(
    `insert into passkey (id, staff_id, public_key, backup_eligible, backed_up, aaguid, label, software)
     values ('put-there-by-hand', $1, sha256(''), false, false, '434f554e-5445-5253-4947-4e2d64656d6f', 'x', true)`,
    [id],
  )
  const env = {
    COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
    COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  }
  for (const command of ['serve', 'work']) {
    const { code, wrong } = await run([command], { env })
    assert.deepEqual([code, /software key/.test(wrong)], [1, true], wrong)
  }
})
