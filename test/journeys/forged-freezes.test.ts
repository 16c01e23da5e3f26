import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startGate } from '../support/gate-flow.ts'

const refused = { code: 'CS001' }

test('the application role begins freezes of limited length only', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const [lead, home] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['lead'], onShift: false })]
  const { db } = desk.desk
  const begin = (by: string, until: string, at = sql`desk_now()`) =>
    db.query<{ id: number }>(sql`
      insert into enforcement_freeze (by, reason, at, until) values (${by}, 'odd', ${at}, desk_now() + ${until}::interval) returning id`)
  await assert.rejects(begin(ana.id, '31 minutes'), refused)
  await assert.rejects(begin(ana.id, '-1 minute'), refused)
  await assert.rejects(begin(home.id, '30 minutes'), { ...refused, message: /not on duty/ })
  const id = (await begin(ana.id, '30 minutes', sql`desk_now() - interval '1 day'`)).rows[0]?.id
  const change = (set: ReturnType<typeof sql>) => db.query(sql`update enforcement_freeze set ${set} where id = ${id}`)
  const soon = sql`until = desk_now() + interval '1 second'`
  const forged = [
    soon,
    sql`ended_at = desk_now()`,
    sql`${soon}, seconded_by = ${ben.id}`,
    sql`${soon}, ended_by = ${ana.id}`,
    sql`seconded_by = ${ana.id}, until = until + interval '1 hour'`,
    sql`seconded_by = ${ben.id}, until = desk_now() + interval '1 day'`,
    sql`seconded_by = ${home.id}, until = until + interval '1 hour'`,
    sql`ended_by = ${ben.id}, ended_at = desk_now()`,
    sql`ended_by = ${home.id}, ended_at = desk_now()`,
    sql`ended_by = 'staff_0', ended_at = desk_now()`,
  ]
  const barred = await desk.person({ roles: ['lead'] })
  assert.equal((await desk.gate.signed(lead, `/v1/staff/${barred.id}/restrict`, { reason: 'odd' })).status, 200)
  assert.equal((await desk.gate.post(barred, `/v1/freezes/${id}/end`)).status, 403, 'who does no harm lets none go on')
  forged.push(sql`ended_by = ${barred.id}, ended_at = desk_now()`)
  for (const set of forged) await assert.rejects(change(set), refused, set.text)
  await assert.rejects(change(sql`reason = 'another'`), { ...refused, message: /missing reason once/ })
  for (const column of ['by', 'at'])
    await assert.rejects(db.query(`update enforcement_freeze set ${column} = default`), /permission denied/)
  await assert.rejects(db.query(sql`delete from enforcement_freeze`), /permission denied/)
  await assert.rejects(
    change(sql`seconded_by = ${ben.id}, until = desk_now() + interval '4 hours'`),
    refused,
    'unsigned',
  )
  assert.equal((await desk.gate.signed(ben, `/v1/freezes/${id}/extend`)).status, 200)
  await change(sql`ended_by = ${lead.id}, ended_at = desk_now() + interval '1 day'`)
  const { rows } = await db.query(sql`select ended_at <= desk_now() as now, frozen_until() from enforcement_freeze`)
  assert.deepEqual(rows, [{ now: true, frozen_until: null }])
  await assert.rejects(change(sql`ended_by = null, ended_at = null`), { ...refused, message: /is over/ })
  const lapsed = (await begin(ana.id, '15 minutes')).rows[0]?.id
  await desk.advance(15 * 60_000 + 1)
  const late = sql`update enforcement_freeze set seconded_by = ${ben.id}, until = desk_now() + interval '1 hour' where id = ${lapsed}`
  await assert.rejects(db.query(late), { ...refused, message: /is over/ })
})

test('the application role adds a missing reason and nothing beside it', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const { db } = desk.desk
  const id = await db.findValue<number>(sql`
    insert into enforcement_freeze (by, until) values (${ana.id}, desk_now() + interval '20 minutes') returning id`)
  const change = (set: ReturnType<typeof sql>) => db.query(sql`update enforcement_freeze set ${set} where id = ${id}`)
  for (const beside of [sql`until = until - interval '19 minutes'`, sql`ended_by = ${ana.id}, ended_at = desk_now()`])
    await assert.rejects(change(sql`reason = 'odd', ${beside}`), { ...refused, message: /missing reason once/ })
  await change(sql`reason = 'odd'`)
  for (const other of [sql`reason = 'another'`, sql`reason = null`])
    await assert.rejects(change(other), { ...refused, message: /missing reason once/ })
})
