import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../../../test/support/cases.ts'
import { endSetup, startChanging } from '../../../test/support/changes.ts'

const refused = { code: 'CS001' }

/** Statements that the desk's own role may not run once the desk is set up, even when the role is stolen. */
const FORBIDDEN: readonly { name: string; statement: string; code: string }[] = [
  { name: 'give a role', statement: `update staff set roles = '{admin}'`, code: '42501' },
  { name: 'give a clearance', statement: `update staff set clearances = '{protected}'`, code: '42501' },
  { name: 'move somebody to another team', statement: `update staff set team = 'other'`, code: '42501' },
  {
    name: 'have a new approver count sooner',
    statement: `update staff set approves_from = '-infinity'`,
    code: '42501',
  },
  {
    name: 'add somebody who may approve',
    statement: `insert into staff (pseudonym, name, roles, employer, site, team) values ('x', 'X', '{reviewer}', 'e', 's', 't')`,
    code: 'CS001',
  },
  {
    name: 'add an auditor with a clearance',
    statement: `insert into staff (pseudonym, name, roles, clearances, employer, site, team) values ('x', 'X', '{auditor}', '{protected}', 'e', 's', 't')`,
    code: 'CS001',
  },
  {
    name: 'take a protective tag from an account',
    statement: `update account set tags = '{}' where id = 'vale'`,
    code: 'CS001',
  },
  {
    name: 'adopt guards',
    statement: `insert into rule_set_version (name, text, hash) values ('guards', 'x', sha256('x'))`,
    code: 'CS001',
  },
  {
    name: 'adopt guards in the name of a change',
    statement: `insert into rule_set_version (name, text, hash, change_id) values ('guards', 'x', sha256('x'), 'chg_1')`,
    code: 'CS001',
  },
  { name: 'change what is adopted', statement: `update rule_set_version set text = ''`, code: '42501' },
  { name: 'put back the end of set-up', statement: 'delete from setup_end', code: '42501' },
  {
    name: 'lower a floor',
    statement: `update protection set approvals = 0`,
    code: '42501',
  },
  {
    name: 'raise a floor without a change',
    statement: `insert into protection (subject, approvals, hold_ms, change_id) values ('account:a', 5, 0, 'chg_1')`,
    code: '42501',
  },
  { name: 'apply what nobody agreed to', statement: `update desk_change set state = 'applied'`, code: 'CS001' },
  {
    name: 'have a change declined that nobody declined',
    statement: `update desk_change set state = 'declined'`,
    code: 'CS001',
  },
  {
    name: 'withdraw what another proposed',
    statement: `update desk_change set state = 'withdrawn', moved_by = 'staff:staff_999'`,
    code: 'CS001',
  },
  { name: 'let a change expire early', statement: `update desk_change set state = 'expired'`, code: 'CS001' },
  { name: 'change what a change says', statement: `update desk_change set body = '{}'`, code: '42501' },
  { name: 'call a change stricter', statement: `update desk_change set direction = 'stricter'`, code: '42501' },
  {
    name: 'have a change last longer',
    statement: `update desk_change set expires_at = expires_at + interval '1 day'`,
    code: '42501',
  },
  { name: 'forget an answer', statement: 'delete from change_answer', code: '42501' },
  {
    name: 'do what a change says without it',
    statement: `select carry_out_change(desk_change) from desk_change`,
    code: '42501',
  },
  {
    name: 'begin a change as applied',
    statement: `insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by, state)
      select kind, body, says, direction, reason, proposed_by, moved_by, 'applied' from desk_change`,
    code: 'CS001',
  },
  {
    name: 'propose what loosens as if it were stricter',
    statement: `insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
      select kind, body, says, 'stricter', reason, proposed_by, moved_by from desk_change`,
    code: 'CS001',
  },
  {
    name: 'agree in the name of whoever proposed it',
    statement: `insert into change_answer (change_id, staff_id, answer, core) select id, proposed_by, 'agree', '{}' from desk_change`,
    code: 'CS001',
  },
]

test('the application role in PostgreSQL makes no change by another path', async (t) => {
  const { db, person, propose } = await startChanging(t)
  await givenAccount(db, { id: 'vale', tags: ['public_office', 'other'], protected: true })
  const wren = await person(['reviewer'])
  await endSetup(db)
  await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'lead' })
  for (const { name, statement, code } of FORBIDDEN) {
    await assert.rejects(db.query({ text: statement, values: [] }), { code }, name)
  }
})

test('the application role applies no change judged on outdated facts', async (t) => {
  const { db, propose, agree } = await startChanging(t)
  const floor = (approvals: number) => ({ kind: 'protection', subject: 'account:a', approvals, holdMs: 0 }) as const
  await propose(floor(3))
  const lower = await propose(floor(2))
  assert.deepEqual([lower.state, lower.direction], ['proposed', 'looser'])
  await db.query(sql`
    insert into desk_change (id, kind, body, says, direction, reason, proposed_by, moved_by)
    select 'h-forged', kind, '{"approvals":4,"from":{"approvals":3,"holdMs":0},"holdMs":0,"subject":"account:a"}', says, 'stricter', reason, proposed_by, moved_by
    from desk_change where id = ${lower.id}`)
  await propose(floor(5))
  await assert.rejects(db.query(sql`update desk_change set state = 'applied' where id = 'h-forged'`), refused)
  await assert.rejects(agree(lower), { code: 'conflict' }, 'another floor stands than whoever agrees was shown')
  await agree(await propose(floor(2)))
  const { rows } = await db.query(sql`select approvals from protection`)
  assert.deepEqual(rows, [{ approvals: 2 }])
})

test('the application role removes no protective tag of an account', async (t) => {
  const { db } = await startChanging(t)
  await givenAccount(db, { id: 'vale', tags: ['public_office', 'other'], protected: true })
  await db.query(sql`update account set tags = '{public_office}' where id = 'vale'`)
  await db.query(sql`update account set tags = '{newsroom,public_office}' where id = 'vale'`)
  await assert.rejects(db.query(sql`update account set tags = '{newsroom}' where id = 'vale'`), refused)
})
