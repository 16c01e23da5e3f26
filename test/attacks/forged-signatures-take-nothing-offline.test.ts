import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findForged } from '../../src/people/signatures/check-signatures.ts'
import { identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { postAndSign } from '../support/sign.ts'
import { waitFor } from '../support/wait-for.ts'

test('an approval with a forged signature takes no account offline', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)).body.enforcements,
  )
  await gate.consider(enforcementId, ben)
  // Every part that PostgreSQL can check is right: the prepared text, the person and the key. The signature itself is
  // not.
  const { prepared, signature } = await postAndSign(desk, ben, { act: 'agree', about: enforcementId })
  assert.ok(signature)
  const id = String(prepared.body.signingId)
  await db.query(sql`
    insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
    select id, staff_id, ${signature.credentialId}, act, about, core, as_shown,
      ${Buffer.from(signature.clientDataJSON, 'base64url')}, ${Buffer.from(signature.authenticatorData, 'base64url')},
      ${Buffer.alloc(64, 7)}
    from signing where id = ${id}`)
  await db.query(sql`
    insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash, signature_id)
    select enforcement.id, ${ben.id}, 'agree', core, as_shown, material_hash, signature.id
    from enforcement join signature on signature.id = ${id} where enforcement.id = ${enforcementId}`)
  await db.query(sql`update enforcement set state = 'held', moved_by = 'desk' where id = ${enforcementId}`)
  await desk.advance(minutes(5))
  await db.query(sql`
    insert into job (kind, key, priority) values ('release', ${enforcementId}, 'effect')
    on conflict (kind, key) do update set due_at = desk_now()`)
  desk.work()
  await desk.enforcementIn(enforcementId, 'failed')
  assert.equal(await desk.visit('account:otto'), 200)
  const alerts = await waitFor('the alert', async () => {
    const { rows } = await db.query<{ role: string; why: string }>(sql`
      select to_role as role, why from alert where kind = 'ledger' and why like '%was not restricted: %' order by to_role`)
    return rows.length === 0 ? undefined : rows
  })
  assert.deepEqual(
    alerts.map(({ role }) => role),
    ['auditor', 'lead'],
  )
  assert.match(alerts[0]?.why ?? '', /did not make this signature/)
})

test('an interim measure with a forged signature is not sent', async (t) => {
  const desk = await startGate(t)
  const { db } = desk.desk
  const eve = await desk.person()
  const taken = await desk.gate.interim(await desk.gate.claim(MINISTER, eve), eve, 'lock')
  assert.equal(taken.status, 201, JSON.stringify(taken.body))
  assert.equal((await findForged(db, ['account:vale'])).get('account:vale'), undefined)
  // The owner writes what the role could have laid in with the row: a signature over the right words that no passkey made.
  await desk.database.ownerPool.query('alter table signature disable trigger user')
  await desk.database.ownerPool.query(
    sql`update signature set signature = ${Buffer.alloc(64, 7)} where act = 'propose'`,
  )
  assert.match(
    (await findForged(db, ['account:vale'])).get('account:vale') ?? 'not found',
    /did not make this signature/,
  )
})
