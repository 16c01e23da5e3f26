import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { closeKeyWindow } from '../../admin/passkeys/enrol-passkey.ts'

/** Tampering by an attacker with every right, and the row that verification then reports. */
const TAMPERS: readonly [what: string, sql: string, finds: RegExp][] = [
  [
    'a change says something else',
    `update desk_change set says = 'nothing' where id = 'h-1'`,
    /^desk_change h-1: .*content/,
  ],
  ['a change was applied', `update desk_change set state = 'applied' where id = 'h-2'`, /^desk_change h-2: .*state/],
  [
    'a change was applied before its time',
    `update desk_change set takes_effect_at = takes_effect_at - interval '1 hour' where id = 'h-4'`,
    /^desk_change h-4: .*takesEffectAt/,
  ],
  ['a change is gone', `delete from desk_change where id = 'h-3'`, /^desk_change h-3: .*not there/],
  ['somebody else agreed', `update change_answer set staff_id = 's-1'`, /^change_answer .*by is/],
  [
    'a yes is made',
    `insert into change_answer (change_id, staff_id, answer, core, signature_id) values ('h-2', 's-2', 'agree', '{}', 'g-1')`,
    /^change_answer .*nothing in the ledger says so/,
  ],
  [
    'other guards are in force',
    `update rule_set_version set text = 'guards: []', hash = sha256('guards: []') where name = 'guards'`,
    /^rule_set_version .*hash/,
  ],
  ['a floor is lower', `update protection set approvals = 0`, /^protection account:a: .*approvals is 0/],
  ['a floor is gone', `delete from protection`, /^protection account:a: .*not there/],
  ['set-up never ended', `delete from setup_end`, /^setup_end setup: .*not there/],
  [
    'somebody else signs in by it',
    `update sign_on_link set staff_id = 's-1' where change_id = 'h-4'`,
    /^sign_on_link h-4: .*staffId/,
  ],
  [
    'an outsider signs in as them',
    `update sign_on_link set subject = 'eve' where change_id = 'h-5'`,
    /^sign_on_link h-5: .*content/,
  ],
  [
    'another provider says so',
    `update sign_on_link set issuer = 'https://evil.example' where change_id = 'h-6'`,
    /^sign_on_link h-6: .*content/,
  ],
  [
    'they no longer sign in by it',
    `delete from sign_on_link where change_id = 'h-6'`,
    /^sign_on_link h-6: .*not there/,
  ],
  [
    'somebody signs in by nobody’s leave',
    `insert into sign_on_link (issuer, subject, staff_id, change_id) values ('x', 'eve', 's-1', 'h-2')`,
    /^sign_on_link h-2: nothing in the ledger/,
  ],
  [
    'the first keys were given out for longer',
    `update key_window set closed_at = closed_at + interval '1 day'`,
    /^key_window closed: .*at is/,
  ],
  ['and ended by itself', `update key_window set why = 'enough'`, /^key_window closed: .*why is/],
  [
    'keys are enrolled at once again',
    `update key_window set closed_at = null, why = null`,
    /^key_window closed: .*not there/,
  ],
  ['a granted role is gone', `update staff set roles = '{reviewer}' where id = 's-3'`, /^staff s-3: .*roles/],
]

test('whatever is changed about changes behind the desk’s back is found', async (t) => {
  const { database, db, desk, person, propose, agree, pass } = await startChanging(t, { driven: true })
  const [wren, finch] = [await person(['reviewer']), await person(['policy'])]
  await endSetup(db, { guards: 'guards: []\n', queues: 'x' })
  const floor = (approvals: number) => ({ kind: 'protection', subject: 'account:a', approvals, holdMs: 0 }) as const
  await propose(floor(2))
  await propose(floor(1))
  const granted = await agree(await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'senior' }))
  for (const subject of ['x-1', 'x-2', 'x-3']) {
    await agree(await propose({ kind: 'sign_on', staffId: wren.id, issuer: 'https://idp.example', subject }), finch)
  }
  assert.equal(await pass(granted), 'applied')
  await database.ownerPool.query(`insert into key_window (opened_at) values (desk_now() - interval '8 days')`)
  await closeKeyWindow(desk)
  assert.deepEqual(await findProblems(db), [])
  const intruder = new pg.Client({ connectionString: database.superUrl })
  await intruder.connect()
  t.after(() => intruder.end())
  await intruder.query('set session_replication_role = replica')
  for (const [what, statement, finds] of TAMPERS) {
    const before = new Set(await findProblems(db))
    await intruder.query(statement)
    const found = (await findProblems(db)).filter((problem) => !before.has(problem))
    assert.ok(
      found.some((problem) => finds.test(problem)),
      `${what}: ${found.join(' | ')}`,
    )
  }
})
