import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { DAY_MS, startMarket } from '../../../test/support/market.ts'

const ALTERED = [
  ...['enforcement_restore', 'decision', 'appeal', 'enforcement', 'statement', 'statement_content'],
  ...['review_case', 'case_set', 'case_set_member'],
]

test('buyers are corrected where illegality was withdrawn, and never else', async (t) => {
  const { database, takeDown, undo, advance, listed, ana } = await startMarket(t)
  const id = await takeDown()
  await advance(DAY_MS)
  assert.equal((await listed()).length, 1)
  const lead = await undo(id)
  const client = await database.ownerPool.connect()
  const because = (cause: string) => sql`update enforcement_restore set cause = ${cause} where enforcement_id = ${id}`
  const weekLater = sql`
    with decided as (update decision set decided_at = decided_at - interval '7 days')
    update enforcement_restore set asked_at = asked_at - interval '7 days'`
  const decided = (by: string, conclusion: string, basis: object | null = null) => sql`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, seconds_on_case, basis)
    select case_id, ${by}, 'again', sha256('a'), ${conclusion}, ${conclusion === 'violation' ? 'scam' : null}, 'Seen again.', 1,
      ${basis && JSON.stringify(basis)} from enforcement where id = ${id}`
  const inSet = sql`
    with made as (insert into case_set select (jsonb_populate_record(null::case_set, jsonb_build_object('id', 'set_1',
      'dismissed_by', ${ana.id}::text, 'dismissed_at', desk_now(), 'reason', 'All alike.'))).* returning id)
    insert into case_set_member (decision_id, set_id, case_id)
    select decision.id, 'set_1', case_id from decision where draft_id = 'again'`
  const onOtherCase = sql`
    with other as (insert into review_case
      select (jsonb_populate_record(review_case, '{"id": "case_99", "state": "closed", "closed_at": "2026-05-04"}')).* from review_case
      where id = (select case_id from enforcement where id = ${id}) returning id)
    update decision set case_id = other.id from other where draft_id = 'again'`
  const judged = (state: string) => sql`
    insert into appeal (key_id, client_id, said_hash, subject, enforcement_id, state, ended_at, judged_by, reason)
    select 'key_1', 'a', sha256('a'), subject, id, ${state}, desk_now(), ${ana.id}, 'Seen again.' from enforcement
    where id = ${id}`
  const stricter = [
    sql`insert into enforcement select (jsonb_populate_record(enforcement, '{"id": "enf_99", "state": "in_effect"}')).*
      from enforcement where id = ${id}`,
    sql`insert into statement select (jsonb_populate_record(statement, '{"id": "stm_99", "enforcement_id": "enf_99"}')).*
      from statement where enforcement_id = ${id} and kind = 'restriction'`,
    sql`insert into statement_content
      select (jsonb_populate_record(statement_content, '{"statement_id": "stm_99"}')).* from statement_content limit 1`,
  ]
  /** Another person takes it down again as illegal, and that is undone too before buyers were told. */
  const undoneAgain = (cause: string) => [
    decided(ana.id, 'violation', { ground: 'illegal' }),
    sql`insert into enforcement select (jsonb_populate_record(enforcement, jsonb_build_object('id', 'enf_98',
        'decision_id', decision.id, 'in_effect_at', desk_now() + interval '1 minute'))).*
      from enforcement join decision on draft_id = 'again' where enforcement.id = ${id}`,
    sql`insert into enforcement_restore (enforcement_id, cause, by, asked_at)
      values ('enf_98', ${cause}, 'desk', desk_now() + interval '2 minutes')`,
  ]
  const daysLater = sql`
    with decided as (update decision set decided_at = decided_at - interval '8 days'),
      took as (update enforcement set in_effect_at = in_effect_at - interval '8 days')
    update enforcement_restore set asked_at = asked_at - interval '8 days'`
  /** Returns whether the buyers would be corrected after these changes. None of them stays. */
  const isWithdrawn = async (...changes: ReturnType<typeof sql>[]) => {
    await client.query('begin')
    for (const table of ALTERED) await client.query(`alter table ${table} disable trigger user`)
    for (const change of changes) await client.query(change)
    const { rows } = await client.query<{ withdrawn: boolean }>(sql`
      select is_illegality_withdrawn(enforcement) as withdrawn from enforcement where id = ${id}`)
    await client.query('rollback')
    return rows[0]?.withdrawn
  }
  try {
    for (const cause of ['mistake', 'unconfirmed', 'left', 'undo']) {
      const undone = because(cause)
      assert.equal(await isWithdrawn(undone), false, `${cause}: it is judged first`)
      assert.equal(await isWithdrawn(undone, weekLater), true, `${cause}: a week is enough`)
      assert.equal(await isWithdrawn(undone, decided(ana.id, 'no_violation')), true)
      assert.equal(await isWithdrawn(undone, decided(ana.id, 'violation', { ground: 'terms' })), true)
      assert.equal(await isWithdrawn(undone, weekLater, decided(ana.id, 'violation', { ground: 'illegal' })), false)
      assert.equal(await isWithdrawn(undone, decided(lead, 'no_violation')), false, 'by the restorer alone')
      const legal = decided(ana.id, 'no_violation')
      assert.equal(await isWithdrawn(undone, legal, inSet), false, 'one of a set says nothing about the law')
      assert.equal(await isWithdrawn(undone, legal, onOtherCase), false, 'nor does one about other reports')
      const illegal = decided(ana.id, 'violation', { ground: 'illegal' })
      assert.equal(await isWithdrawn(undone, weekLater, illegal, onOtherCase), false, 'illegal on any case')
      assert.equal(await isWithdrawn(undone, weekLater, ...stricter), false, 'another restriction is in force')
    }
    const mistaken = because('mistake')
    assert.equal(await isWithdrawn(mistaken, ...undoneAgain('mistake')), false, 'both are judged first')
    assert.equal(await isWithdrawn(mistaken, ...undoneAgain('mistake'), daysLater), true, 'nothing supports the text')
    assert.equal(await isWithdrawn(mistaken, ...undoneAgain('ended'), daysLater), false, 'the second one ended by time')
    assert.equal(await isWithdrawn(because('ended'), weekLater, decided(ana.id, 'no_violation')), false)
    assert.equal(await isWithdrawn(because('appeal'), judged('overturned')), true)
    assert.equal(await isWithdrawn(because('appeal'), judged('lessened'), weekLater), false)
  } finally {
    client.release()
  }
})
