import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { endSetup, findProblems, startChanging } from '../../test/support/changes.ts'

/** What somebody with every right does to a row, and which row is then found to be wrong. */
const TAMPERS: readonly [what: string, sql: string, finds: RegExp][] = [
  [
    'a change says something else',
    `update desk_change set says = 'nothing' where id = 'h-1'`,
    /^desk_change h-1: .*content/,
  ],
  ['a change was applied', `update desk_change set state = 'applied' where id = 'h-2'`, /^desk_change h-2: .*state/],
  ['a change is gone', `delete from desk_change where id = 'h-3'`, /^desk_change h-3: .*not there/],
  ['somebody else agreed', `update change_answer set staff_id = 's-1'`, /^change_answer .*by is/],
  [
    'a yes is made',
    `insert into change_answer (change_id, staff_id, answer, core, signature_id) values ('h-2', 's-2', 'agree', '{}', 'g-1')`,
    /^change_answer .*nothing in the ledger says so/,
  ],
  [
    'other guards are in force',
    `update adopted_policy set text = 'guards: []', hash = sha256('guards: []') where name = 'guards'`,
    /^adopted_policy .*hash/,
  ],
  ['a floor is lower', `update protection set approvals = 0`, /^protection account:a: .*approvals is 0/],
  ['a floor is gone', `delete from protection`, /^protection account:a: .*not there/],
  ['set-up never ended', `delete from setup_end`, /^setup_end setup: .*not there/],
  ['a granted role is gone', `update staff set roles = '{reviewer}' where id = 's-3'`, /^staff s-3: .*roles/],
]

test('whatever is changed about changes behind the desk’s back is found', async (t) => {
  const { database, db, person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'])
  await endSetup(db, { guards: 'guards: []\n', queues: 'x' })
  const floor = (approvals: number) => ({ kind: 'protection', subject: 'account:a', approvals, holdMs: 0 }) as const
  await propose(floor(2))
  await propose(floor(1))
  await agree(await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'senior' }))
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
