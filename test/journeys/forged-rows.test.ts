import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ASSESSMENT, identified, MINISTER, only, STAR, startGate } from '../support/gate-flow.ts'

const refused = { code: 'CS001' }

test("as the desk's own role, a kinder verdict does not release what waits", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const others = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const caseId = await gate.claim(MINISTER, ana)
  const orderId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.orders)
  for (const other of others) await gate.approve(orderId, other)
  const judge = (change: object, judgedAt = sql`desk_now()`) =>
    desk.desk.db.query(sql`
      insert into verdict (order_id, outcome, requirement, fired, off, facts, policy_hash, judged_at)
      select ${orderId}, 'clear', requirement || ${JSON.stringify(change)}::jsonb, fired, off, facts, policy_hash, ${judgedAt}
      from verdict where order_id = ${orderId} order by id limit 1`)
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
    select judged_at > desk_now() as ahead from verdict where order_id = ${orderId} order by id desc limit 1`)
  assert.deepEqual(rows, [{ ahead: false }], 'nor is one dated ahead, to be fresh for ever')
})

test("as the desk's own role, who asked for an order does not agree to it, though no row says they asked", async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.gate.claim(STAR, ana)
  const { db } = desk.desk
  await db.query(sql`
    insert into desk_order (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
      material_hash)
    values ('o-forged', 'account:otto', 'otto', 'deactivate', 'scam', 'api', ${`staff:${ana.id}`}, true, 'desk',
      desk_now() + interval '1 hour', sha256('seen'))`)
  await db.query(sql`
    insert into verdict (order_id, outcome, requirement, fired, off, facts, policy_hash)
    values ('o-forged', 'guarded', '{"approvals": [{"count": 1}]}', '[]', '{}', '{}', sha256('none'))`)
  await db.query(sql`update desk_order set state = 'awaiting_approval' where id = 'o-forged'`)
  await db.query(sql`
    insert into order_offer (order_id, staff_id, until, own_conclusion, own_rationale, own_at)
    values ('o-forged', ${ana.id}, desk_now(), 'violation', 'mine', desk_now())`)
  const agree = db.query(sql`
    insert into approval (order_id, staff_id, answer, core, as_shown, material_hash)
    values ('o-forged', ${ana.id}, 'agree', '{}', '{}', sha256('seen'))`)
  await assert.rejects(agree, { ...refused, message: /party/ })
})

test("as the desk's own role, a public voice keeps the tags that protect it", async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.gate.preview(await desk.gate.claim(MINISTER, ana), ana, { action: 'deactivate' })
  const { db } = desk.desk
  await assert.rejects(db.query(sql`update account set tags = '{}' where id = 'vale'`), refused)
  await assert.rejects(db.query(sql`update account set protected = false where id = 'vale'`), refused)
  await assert.rejects(db.query(sql`update account set id = 'elav' where id = 'vale'`), refused)
  await db.query(sql`update account set tags = tags || '{poet}' where id = 'vale'`)
})

test('no protected account is emptied post by post by lesser measures', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.gate.preview(await desk.gate.claim(MINISTER, ana), ana, { action: 'deactivate' })
  const hide = (post: number) =>
    desk.desk.db.query(sql`
      insert into desk_order (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by,
        expires_at, lesser)
      values (${`content:vale-${post}`}, 'vale', 'hide', 3600000, 'scam', 'api', ${`staff:${ana.id}`}, true, 'desk',
        desk_now() + interval '1 hour', true)`)
  for (const post of [1, 2, 3, 4, 5]) await hide(post)
  await assert.rejects(hide(6), { ...refused, message: /lesser measure/ })
  await desk.database.advance(24 * 3_600_000 + 1)
  await hide(6)
})
