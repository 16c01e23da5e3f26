import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { fetchFacts } from '../../src/cases/accounts/fetch-facts.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { unknownFacts } from '../support/known-accounts.ts'
import { postAndSign } from '../support/sign.ts'

const refused = { code: 'CS001' }

test('the application role releases nothing with a milder verdict', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const others = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const caseId = await gate.claim(MINISTER, ana)
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  for (const other of others) await gate.approve(enforcementId, other)
  const judge = (change: object, judgedAt = sql`desk_now()`) =>
    desk.desk.db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash, judged_at)
      select ${enforcementId}, outcome, requirement || ${JSON.stringify(change)}::jsonb, fired, off, facts, policy_hash, ${judgedAt}
      from verdict where enforcement_id = ${enforcementId} order by id limit 1`)
  const kinder = [
    { approvals: [] },
    { approvals: [{ count: 1 }] },
    { holdMs: 0 },
    { confirmMs: null },
    { confirmMs: 86_400_000 },
    { identify: false },
    { assessment: null },
  ]
  for (const change of kinder) await assert.rejects(judge(change), refused, JSON.stringify(change))
  await judge({ holdMs: 86_400_000 }, sql`desk_now() + interval '1 year'`)
  const { rows } = await desk.desk.db.query<{ ahead: boolean }>(sql`
    select judged_at > desk_now() as ahead from verdict where enforcement_id = ${enforcementId} order by id desc limit 1`)
  assert.deepEqual(rows, [{ ahead: false }], 'nor is one dated ahead, to be fresh for ever')
})

test('the application role forges no approval by the proposer', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.gate.claim(STAR, ana)
  const { db } = desk.desk
  await db.query(sql`
    insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
      material_hash)
    values ('enf_forged', 'account:otto', 'otto', 'deactivate', 'scam', 'person', ${`staff:${ana.id}`}, true, 'desk',
      desk_now() + interval '1 hour', sha256('seen'))`)
  await db.query(sql`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    values ('enf_forged', 'guarded', '{"approvals": [{"count": 1}]}', '[]', '{}', ${unknownFacts('otto')}, sha256('none'))`)
  await db.query(sql`update enforcement set state = 'awaiting_approval' where id = 'enf_forged'`)
  await db.query(sql`
    insert into enforcement_offer (enforcement_id, staff_id, until, own_conclusion, own_rationale, own_at)
    values ('enf_forged', ${ana.id}, desk_now(), 'violation', 'mine', desk_now())`)
  const agree = db.query(sql`
    insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash)
    values ('enf_forged', ${ana.id}, 'agree', '{}', '{}', sha256('seen'))`)
  await assert.rejects(agree, { ...refused, message: /party/ })
})

test('the application role inserts no enforcement without matching decision and verdict', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const { db } = desk.desk
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)).body.enforcements,
  )
  const forge = (changed: string) => {
    const given: Record<string, string> = { source: "'person'", successor_of: 'null' }
    for (const column of ['subject', 'action', 'policy_id', 'case_id', 'decision_id', 'proposed_by'])
      given[column] = column
    const [column = '', value = ''] = changed.split(' = ')
    given[column] = value
    return db.query(`
      insert into enforcement (id, subject, account_id, action, policy_id, case_id, decision_id, source, proposed_by, protected,
        moved_by, expires_at, material_hash, successor_of)
      select 'enf_forged', ${given.subject}, account_id, ${given.action}, ${given.policy_id}, ${given.case_id}, ${given.decision_id},
        ${given.source}, ${given.proposed_by}, protected, 'desk', expires_at, material_hash, ${given.successor_of}
      from enforcement where id = '${enforcementId}'`)
  }
  const others = [
    "policy_id = 'spam'",
    "action = 'lock'",
    `proposed_by = 'staff:${ben.id}'`,
    'case_id = null',
    "decision_id = 'dec_0'",
  ]
  for (const changed of others)
    await assert.rejects(forge(changed), { ...refused, message: /asked for no such enforcement/ }, changed)
  await assert.rejects(forge(`successor_of = '${enforcementId}'`), { ...refused, message: /resubmit/ })
  await forge("source = 'person'")
  const judge = (outcome: string, requirement: object) =>
    db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values ('enf_forged', ${outcome}, ${JSON.stringify(requirement)}, '[]', '{}', ${unknownFacts('otto')}, sha256('none'))`)
  await assert.rejects(judge('guarded', { approvals: [] }), refused)
  await assert.rejects(judge('clear', { approvals: [{ count: 1 }] }), refused)
  await judge('guarded', { approvals: [{ count: 1 }] })
  const release = sql`update enforcement set state = 'releasing', generation = 1 where id = 'enf_forged'`
  await assert.rejects(db.query(release), { ...refused, message: /no row says who asked/ })
})

test('the application role removes no protective tag', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.gate.preview(await desk.gate.claim(MINISTER, ana), ana, { action: 'deactivate' })
  const { db } = desk.desk
  await assert.rejects(db.query(sql`update account set tags = '{}' where id = 'vale'`), refused)
  await assert.rejects(db.query(sql`update account set protected = false where id = 'vale'`), refused)
  await assert.rejects(db.query(sql`update account set id = 'elav' where id = 'vale'`), refused)
  await db.query(sql`update account set tags = tags || '{poet}' where id = 'vale'`)
})

test("interim measures never hide a protected account's posts one by one", async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.demo.store.inTransaction((tx) => {
    for (let n = 1; n <= 40; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${`speech-${n}`}, 'vale', 'post', 'A speech.')`
  })
  const take = async (post: number) => {
    const who = await desk.person()
    return desk.gate.interim(await desk.gate.claim({ kind: 'content', id: `speech-${post}` }, who), who, 'hide')
  }
  const hide = (post: number) =>
    desk.desk.db.query(sql`
      insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by,
        expires_at, interim, interim_reason)
      values (${`content:speech-${post}`}, 'vale', 'hide', 3600000, 'scam', 'person', ${`staff:${ana.id}`}, true, 'desk',
        desk_now() + interval '1 hour', true, 'so')`)
  for (const post of [1, 2, 3, 4, 5]) assert.equal((await take(post)).status, 201)
  await assert.rejects(hide(6), { ...refused, message: /interim measure/ })
  await desk.advance(24 * 3_600_000 + 1)
  await assert.rejects(hide(6), { ...refused, message: /interim measure/ }, 'nobody has counted its posts since')
  await fetchFacts(desk.desk, MINISTER)
  await assert.rejects(hide(6), { ...refused, message: /did not sign/ })
  const { rows } = await desk.desk.db.query<{ maxMs: number }>(sql`
    select interim_max_ms('content:speech-6', 'hide', 'vale', true, ${`staff:${ana.id}`}) as "maxMs"`)
  assert.deepEqual(rows, [{ maxMs: 3_600_000 }])
})

test('the application role stores no unsigned approval and no borrowed signature', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)).body.enforcements,
  )
  for (const who of [ben, cleo]) await gate.consider(enforcementId, who)
  const yes = (staffId: string, signatureId: string | null) =>
    db.query(sql`
      insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash, signature_id)
      select id, ${staffId}, 'agree', coalesce((select core from signature where id = ${signatureId}), '{}'),
        coalesce((select as_shown from signature where id = ${signatureId}), '{}'), material_hash, ${signatureId}
      from enforcement where id = ${enforcementId}`)
  await assert.rejects(yes(ben.id, null), refused)
  await assert.rejects(yes(ben.id, 'signing_99'), refused)
  const { prepared, signature } = await postAndSign(desk, cleo, { act: 'agree', about: enforcementId })
  assert.ok(signature)
  const insert = (change: object) =>
    db.query(sql`
      insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
      select coalesce(change.id, signing.id), coalesce(change.staff_id, signing.staff_id), ${signature.credentialId},
        coalesce(change.act, signing.act), coalesce(change.about, signing.about), coalesce(change.core, signing.core),
        as_shown, coalesce(change.client, ${Buffer.from(signature.clientDataJSON, 'base64url')}),
        coalesce(change.data, ${Buffer.from(signature.authenticatorData, 'base64url')}),
        ${Buffer.from(signature.signature, 'base64url')}
      from signing, jsonb_to_record(${JSON.stringify(change)}::jsonb)
        change (id text, staff_id text, act text, about text, core text, client bytea, data bytea)
      where signing.id = ${String(prepared.body.signingId)}`)
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`
  const client = (more: object) => {
    const said = JSON.parse(Buffer.from(signature.clientDataJSON, 'base64url').toString())
    return { client: hex(Buffer.from(JSON.stringify({ ...said, ...more }))) }
  }
  const unverified = Buffer.from(signature.authenticatorData, 'base64url')
  unverified[32] = 1
  const forged: readonly object[] = [
    { id: 'signing_99' },
    { staff_id: ben.id },
    { act: 'confirm' },
    { about: 'enf_99' },
    { core: '{}' },
    client({ type: 'webauthn.create' }),
    client({ challenge: 'AAAA' }),
    client({ crossOrigin: true }),
    { data: hex(unverified) },
  ]
  for (const change of forged) await assert.rejects(insert(change), refused, JSON.stringify(change))
  await insert({})
  await assert.rejects(yes(ben.id, signature.signingId), refused, 'signed by somebody else')
  await yes(cleo.id, signature.signingId)
})

test('an approval with a revoked key does not count', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)).body.enforcements,
  )
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'held')
  await desk.database.ownerPool.query('update passkey set removed_at = desk_now() where staff_id = $1', [ben.id])
  desk.work()
  await desk.database.advance(minutes(5))
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  assert.equal(await desk.visit('account:otto'), 200)
  await gate.approve(enforcementId, cleo)
  await desk.enforcementIn(enforcementId, 'held')
})
