import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Wanted } from '../../src/admin/change/wanted.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { agreeSigned } from '../support/changes.ts'
import { minutes, startGate } from '../support/gate-flow.ts'
import { readAccounts, unknownFacts } from '../support/known-accounts.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const policy = ({ id }: { id: string }): StaffCaller => ({ kind: 'staff', id, pseudonym: 'p', roles: ['policy'] })
const floor = (approvals: number, holdMs: number) =>
  ({ kind: 'protection', subject: 'account:pills', approvals, holdMs }) as const

test('one person adds a protection; two people remove it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const [crane, finch] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
  const propose = (wanted: Wanted) => proposeChange(desk.desk, { wanted, reason: 'as it is', by: policy(crane) })
  assert.equal((await propose(floor(1, minutes(10)))).state, 'applied')
  const caseId = await gate.claim(PILLS, ana)
  const asked = await gate.ask(caseId, ana)
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  const [enforcementId = ''] = asked.body.enforcements as string[]
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  const lower = await propose(floor(0, 0))
  assert.equal(lower.state, 'proposed')
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'held')
  desk.work()
  await desk.advance(minutes(9))
  assert.equal(await desk.visit('account:pills'), 200)
  await desk.advance(minutes(1))
  await desk.enforcementIn(enforcementId, 'in_effect')
  const done = await agreeSigned(desk.desk, lower.id, policy(finch))
  assert.equal(done.state, 'applied')
  await checkLedger(desk.desk)
})

test('the minimum of approvals applies at release despite an earlier verdict', async (t) => {
  const { desk, database } = await startWorkingDesk(t)
  const forge = (id: string) =>
    desk.db.query(sql`
      insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
      values (${id}, 'account:pills', 'deactivate', 'spam', 'person', 'key:key_1', false, 'key:key_1', desk_now() + interval '1 hour')`)
  const release = async (id: string) => {
    await desk.db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${id}, 'clear', '{"approvals": []}', '[]', '{}', ${unknownFacts('pills')}, ${Buffer.alloc(32)})`)
    await desk.db.query(sql`
      update enforcement set state = 'releasing', generation = 1, moved_by = 'key:key_1', released_at = desk_now()
      where id = ${id}`)
  }
  await database.ownerPool.query(`
    insert into staff (id, pseudonym, name, roles, employer, site, team) values ('s-p', 'p', 'P', '{policy}', 'e', 's', 't')`)
  const put = async (approvals: number, holdMs: number) =>
    proposeChange(desk, { wanted: floor(approvals, holdMs), reason: 'as it is', by: policy({ id: 's-p' }) })
  await desk.db.query(sql`
    insert into account (id, protected, source, facts_at) values ('pills', false, 'platform', desk_now()) on conflict do nothing`)
  await readAccounts(desk.db, [{ id: 'pills' }])
  await forge('enf_first')
  await release('enf_first')
  await put(0, 1_000)
  await forge('enf_second')
  await assert.rejects(release('enf_second'), /not been held for as long as its subject's protection asks for/)
  await put(1, 1_000)
  await forge('enf_third')
  await assert.rejects(release('enf_third'), /not been agreed to by as many as its subject's protection asks for/)
})
