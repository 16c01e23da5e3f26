import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { findPasskey, findSoftwareKey, insertSoftwarePasskey, updatePasskeyUse, listPasskeys } from './queries.ts'
import { makeSoftwareKey } from './software-authenticator.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

test('a real database refuses a software key; only demos accept it', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t, { marked: false })
  const { id } = await givenStaff(pool)
  await assert.rejects(givenPasskey(pool, id), { code: 'CS001' })
  await assert.rejects(
    ownerPool.query(`insert into software_key (credential_id, private_key) values ('x', sha256(''))`),
    { code: 'CS001' },
  )
})

test('the desk marks every software key as such', async (t) => {
  const { pool } = await freshDatabase(t)
  const { id } = await givenStaff(pool)
  const { credentialId, publicKey } = makeSoftwareKey()
  const aaguid = '00000000-0000-0000-0000-000000000000'
  const key = { id: credentialId, staffId: id, publicKey, aaguid, label: 'x', privateKey: publicKey }
  await assert.rejects(
    inTransaction(pool, (tx) => insertSoftwarePasskey(tx, key)),
    { code: '23514' },
  )
  await assert.rejects(
    pool.query(
      `insert into passkey (id, staff_id, public_key, backup_eligible, backed_up, aaguid, label, software)
       values ($1, $2, $3, false, false, $4, 'x', false)`,
      [credentialId, id, publicKey, aaguid],
    ),
    { code: 'CS001' },
  )
})

test('a software key is found by its owner and in the ledger', async (t) => {
  const { pool, advance } = await freshDatabase(t, { driven: true })
  const { id } = await givenStaff(pool)
  const { rows } = await pool.query<{ later: Date }>(`select desk_now() + interval '1 day' as later`)
  const key = await givenPasskey(pool, id, { countsFrom: rows[0]?.later ?? new Date(0) })
  assert.equal((await findPasskey(pool, key.credentialId))?.counts, false)
  assert.equal(await findSoftwareKey(pool, id), undefined)
  await advance(86_400_000)
  assert.deepEqual(
    (await listPasskeys(pool, id)).map(({ counts, staffId }) => [counts, staffId]),
    [[true, id]],
  )
  assert.equal((await findSoftwareKey(pool, id))?.credentialId, key.credentialId)
  assert.deepEqual((await verifyLedger(pool, LEDGER_CHECKS)).problems, [])
})

test("a passkey's stored signature counter only rises", async (t) => {
  const { pool } = await freshDatabase(t)
  const { id } = await givenStaff(pool)
  const { credentialId } = await givenPasskey(pool, id)
  const use = (counter: number) =>
    inTransaction(pool, (tx) => updatePasskeyUse(tx, credentialId, { counter, backedUp: false }))
  assert.deepEqual(
    [await use(0), await use(0), await use(5), await use(5), await use(4)],
    [true, true, true, false, false],
  )
  assert.equal((await findPasskey(pool, credentialId))?.counter, 5)
  await assert.rejects(pool.query('update passkey set counter = 1'), { code: 'CS001' })
})
