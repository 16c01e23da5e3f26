import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { POLICIES } from '../../../test/support/guards.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { closeKeyWindow } from '../../admin/passkeys/enrol-passkey.ts'

const POLICY_TEXT = readFileSync(join(POLICIES, 'policies.yaml'), 'utf8')

/** Tampering by an attacker with every right, and the row that verification then reports. */
const TAMPERS: readonly [what: string, sql: string, finds: RegExp][] = [
  [
    'a change says something else',
    `update desk_change set says = 'nothing' where id = 'chg_1'`,
    /^desk_change chg_1: .*content/,
  ],
  [
    'a change was applied',
    `update desk_change set state = 'applied' where id = 'chg_2'`,
    /^desk_change chg_2: .*state/,
  ],
  [
    'a change was applied before its time',
    `update desk_change set takes_effect_at = takes_effect_at - interval '1 hour' where id = 'chg_4'`,
    /^desk_change chg_4: .*takesEffectAt/,
  ],
  ['a change is gone', `delete from desk_change where id = 'chg_3'`, /^desk_change chg_3: .*row is missing/],
  ['somebody else agreed', `update change_answer set staff_id = 'staff_1'`, /^change_answer .*by is/],
  [
    'a yes is made',
    `insert into change_answer (change_id, staff_id, answer, core, signature_id) values ('chg_2', 'staff_2', 'agree', '{}', 'signing_1')`,
    /^change_answer .*nothing in the ledger says so/,
  ],
  [
    'other guards are in force',
    `update rule_set_version set text = 'guards: []', hash = sha256('guards: []') where name = 'guards'`,
    /^rule_set_version .*hash/,
  ],
  [
    'planned policies take effect sooner',
    `update rule_set_version set effective_at = adopted_at + interval '1 hour' where name = 'policies' and version = 2`,
    /^rule_set_version 2 \(of policies\): .*effectiveAt/,
  ],
  ['a floor is lower', `update protection set approvals = 0`, /^protection account:a: .*approvals is 0/],
  ['a floor is gone', `delete from protection`, /^protection account:a: .*row is missing/],
  ['set-up never ended', `delete from setup_end`, /^setup_end setup: .*row is missing/],
  [
    'somebody else signs in by it',
    `update sign_on_link set staff_id = 'staff_1' where change_id = 'chg_4'`,
    /^sign_on_link chg_4: .*staffId/,
  ],
  [
    'an outsider signs in as them',
    `update sign_on_link set subject = 'eve' where change_id = 'chg_5'`,
    /^sign_on_link chg_5: .*content/,
  ],
  [
    'another provider says so',
    `update sign_on_link set issuer = 'https://evil.example' where change_id = 'chg_6'`,
    /^sign_on_link chg_6: .*content/,
  ],
  [
    'they no longer sign in by it',
    `delete from sign_on_link where change_id = 'chg_6'`,
    /^sign_on_link chg_6: .*row is missing/,
  ],
  [
    'somebody signs in by nobody’s leave',
    `insert into sign_on_link (issuer, subject, staff_id, change_id) values ('x', 'eve', 'staff_1', 'chg_2')`,
    /^sign_on_link chg_2: nothing in the ledger/,
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
    /^key_window closed: .*row is missing/,
  ],
  ['a granted role is gone', `update staff set roles = '{reviewer}' where id = 'staff_3'`, /^staff staff_3: .*roles/],
]

test('verify finds every tampered change of the organisation', async (t) => {
  const { database, db, desk, person, propose, agree, pass } = await startChanging(t, { driven: true })
  const [wren, finch, heron] = [await person(['reviewer']), await person(['policy']), await person(['policy'])]
  await endSetup(db, { guards: 'guards: []\n', queues: 'x', policies: POLICY_TEXT })
  const floor = (approvals: number) => ({ kind: 'protection', subject: 'account:a', approvals, holdMs: 0 }) as const
  await propose(floor(2))
  await propose(floor(1))
  const granted = await agree(await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'senior' }))
  for (const subject of ['x-1', 'x-2', 'x-3']) {
    await agree(await propose({ kind: 'sign_on', staffId: wren.id, issuer: 'https://idp.example', subject }), finch)
  }
  assert.equal(await pass(granted), 'applied')
  const effectiveAt = new Date(Number(await readDeskTime(db)) + 10 * DAY_MS)
  const planned = await propose({ kind: 'rule_set', name: 'policies', text: `# Later.\n${POLICY_TEXT}`, effectiveAt })
  await agree(planned, heron)
  assert.equal(await pass(planned), 'applied')
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
