import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { knowSubject, readAccounts, unknownFacts } from '../../test/support/known-accounts.ts'
import { startWorkingDesk } from '../../test/support/working-desk.ts'
import { queueLifted } from './effect/queries.ts'
import { inTransaction } from '../foundation/database/db.ts'
import { queueFailing } from './queries.ts'

const refused = { code: 'CS001' }

const accountOf = (subject: string): string | null =>
  subject.startsWith('account:') ? subject.slice('account:'.length) : null

test('the application role revives, extends or ends no old enforcement', async (t) => {
  const { desk, enforcement } = await startWorkingDesk(t)
  const { id } = await enforcement({ subject: 'account:rosa', action: 'suspend' })
  await inTransaction(desk.db, async (tx) => queueLifted(tx, [id], 'lifted'))
  await inTransaction(desk.db, async (tx) => queueFailing(tx, [id], 'failing'))
  await assert.rejects(desk.db.query(sql`update enforcement set lifted = false where id = ${id}`), refused)
  await assert.rejects(desk.db.query(sql`update enforcement set failing = false where id = ${id}`), refused)
  await assert.rejects(
    desk.db.query(sql`update enforcement set ends_at = ends_at + interval '1 day' where id = ${id}`),
    refused,
  )
  await assert.rejects(desk.db.query(sql`update enforcement set ends_at = null where id = ${id}`), refused)
  await assert.rejects(desk.db.query(sql`update enforcement set generation = 0 where id = ${id}`), refused)
  await assert.rejects(desk.db.query(sql`update enforcement set generation = null where id = ${id}`), refused)
})

test('the application role releases no temporary enforcement without its end', async (t) => {
  const { desk } = await startWorkingDesk(t)
  await knowSubject(desk.db, 'account:rosa', { id: 'rosa', reach: 31 })
  await desk.db.query(sql`
    insert into enforcement (id, subject, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values ('enf_forged', 'account:rosa', 'suspend', 60000, 'spam', 'person', 'key:key_1', false, 'key:key_1', desk_now() + interval '1 hour')`)
  await desk.db.query(sql`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    values ('enf_forged', 'clear', '{\"approvals\": []}', '[]', '{}', ${unknownFacts('rosa')}, ${Buffer.alloc(32)})`)
  const release = (end: string) =>
    desk.db.query(sql`
      update enforcement set state = 'releasing', generation = 1, moved_by = 'key:key_1', ends_at = desk_now() + ${end}::interval where id = 'enf_forged'`)
  await assert.rejects(release('1 year'), refused)
  await assert.rejects(desk.db.query(sql`update enforcement set state = 'releasing' where id = 'enf_forged'`), refused)
  await release('1 minute')
})

test('the application role takes no protected account offline', async (t) => {
  const { desk } = await startWorkingDesk(t)
  await desk.db.query(sql`
    insert into account (id, protected, source, facts_at)
    values ('minister', true, 'platform', desk_now()), ('nobody', false, 'platform', desk_now())`)
  await readAccounts(desk.db, [{ id: 'nobody' }])
  const release = async (subject: string, accountId: string | null, action: string, isProtected = false) => {
    const { rows } = await desk.db.query<{ id: string }>(sql`
      insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by,
        expires_at)
      values (${subject}, ${accountId}, ${action}, ${action === 'suspend' ? 60_000 : null}, 'spam', 'person', 'staff:staff_1',
        ${isProtected}, 'staff:staff_1', desk_now() + interval '1 hour')
      returning id`)
    await desk.db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    values (${rows[0]?.id}, 'clear', '{\"approvals\": []}', '[]', '{}', ${unknownFacts(accountId ?? accountOf(subject))}, ${Buffer.alloc(32)})`)
    await desk.db.query(sql`
      update enforcement set state = 'releasing', generation = 1, moved_by = 'staff:staff_1',
        ends_at = desk_now() + duration_ms * interval '1 ms'
      where id = ${rows[0]?.id}`)
  }
  const offline = { code: 'CS001', message: /has not been agreed to by all it needs/ }
  await assert.rejects(release('account:minister', 'minister', 'suspend'), offline)
  await assert.rejects(release('account:minister', 'minister', 'deactivate'), offline)
  await assert.rejects(release('account:minister', null, 'suspend'), offline)
  await assert.rejects(release('content:minister-1', 'minister', 'suspend'), offline)
  await assert.rejects(release('account:nobody', 'nobody', 'suspend', true), offline)
  await assert.rejects(release('account:unheard-of', 'unheard-of', 'suspend', true), offline)
  await assert.rejects(release('account:unheard-of', 'unheard-of', 'deactivate'), offline, 'unknown is the strictest')
  await release('account:nobody', 'nobody', 'suspend')
})

test('the application role restricts protected accounts for an hour at most', async (t) => {
  const { desk } = await startWorkingDesk(t)
  await desk.db.query(sql`
    insert into account (id, protected, source, facts_at)
    values ('minister', true, 'platform', desk_now()), ('nobody', false, 'platform', desk_now())`)
  await readAccounts(desk.db, [{ id: 'nobody' }])
  await desk.db.query(sql`
    insert into content (id, account_id, kind, source, facts_at)
    values ('minister-1', 'minister', 'post', 'platform', desk_now()), ('nobody-1', 'nobody', 'post', 'platform', desk_now())`)
  interface Given {
    accountId?: string | null
    interimMs?: number
    legalDuty?: boolean
    isProtected?: boolean
  }
  const release = async (subject: string, action: string, given: Given = {}) => {
    const { accountId = 'minister', interimMs = null, legalDuty = false, isProtected = false } = given
    const { rows } = await desk.db.query<{ id: string }>(sql`
      insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
        interim, duration_ms, legal_duty)
      values (${subject}, ${accountId}, ${action}, 'spam', 'person', 'staff:staff_1', ${isProtected}, 'staff:staff_1',
        desk_now() + interval '1 hour', ${interimMs !== null}, ${interimMs}, ${legalDuty})
      returning id`)
    await desk.db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${rows[0]?.id}, 'clear', '{\"approvals\": []}', '[]', '{}', ${unknownFacts(accountId ?? accountOf(subject))}, ${Buffer.alloc(32)})`)
    await desk.db.query(sql`
      update enforcement set state = 'releasing', generation = 1, moved_by = 'staff:staff_1',
        ends_at = desk_now() + duration_ms * interval '1 ms'
      where id = ${rows[0]?.id}`)
  }
  const alone = { code: 'CS001', message: /has not been agreed to by all it needs/ }
  const tooLong = { code: 'CS001', message: /an interim measure is none that long/ }
  await assert.rejects(release('account:minister', 'limit'), alone)
  await assert.rejects(release('account:minister', 'lock', { legalDuty: true }), alone)
  await assert.rejects(release('content:minister-1', 'hide'), alone)
  await assert.rejects(release('content:minister-1', 'hide', { accountId: null }), alone, 'whosever it is said to be')
  await assert.rejects(release('content:minister-1', 'hide', { accountId: 'nobody' }), alone)
  await assert.rejects(release('content:unheard-of', 'hide', { accountId: null, isProtected: true }), alone)
  await assert.rejects(release('content:minister-1', 'limit', { accountId: 'nobody', interimMs: 3_600_001 }), tooLong)
  await assert.rejects(release('content:minister-1', 'hide', { legalDuty: true }), alone)
  const unfit = { code: 'CS001', message: /is not cleared for interim measures/ }
  await assert.rejects(release('content:minister-1', 'limit', { interimMs: 3_600_000 }), unfit)
  await release('content:nobody-1', 'limit', { accountId: 'nobody' })
})

test("the application role records a restore's cause only after an effect", async (t) => {
  const { desk, enforcement, work, enforcementIn } = await startWorkingDesk(t)
  const { rows } = await desk.db.query<{ id: string }>(sql`
    insert into enforcement (subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values ('account:rosa', 'limit', 'spam', 'person', 'staff:staff_1', false, 'staff:staff_1', desk_now() + interval '1 hour')
    returning id`)
  const undo = (id: string | undefined) =>
    desk.db.query(
      sql`insert into enforcement_restore (enforcement_id, cause, by) values (${id}, 'mistake', 'staff:staff_1')`,
    )
  await assert.rejects(undo(rows[0]?.id), refused)
  await desk.db.query(
    sql`update enforcement set state = 'stopped', moved_by = 'staff:staff_1' where id = ${rows[0]?.id}`,
  )
  await assert.rejects(undo(rows[0]?.id), refused)
  work()
  const acting = await enforcement({ subject: 'account:rosa', action: 'limit' })
  await enforcementIn(acting.id, 'in_effect')
  await undo(acting.id)
})
