import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { adoptFirst, readPoliciesInForce } from '../../src/admin/rule-sets/policies-in-force.ts'
import { judgeGuards } from '../../src/policy/guards/judge-guards.ts'
import { endSetup, findProblems, startChanging } from '../support/changes.ts'
import { ORDINARY } from '../support/judgement-input.ts'
import { stealRole } from '../support/role-thief.ts'
import { tempDir } from '../support/temp-dir.ts'

const LARGE = { ...ORDINARY, 'account.reach': 150_000 }
const SOURCE =
  'sources:\n  - { id: links, why: It knows addresses., owner: plover, budget: { within: 1h, acts: 60 } }\n'
const rulesOf = (mode: 'shadow' | 'live') => `${SOURCE}rules:
  - { id: bad-links, why: They sell it., source: links, when: signal.score >= 0.9, do: { propose: { action: limit, policy: scam } }, mode: ${mode} }
`

/** A desk that is set up, a thief of the role, and a folder whose files the thief changes too. */
async function startStated(t: TestContext) {
  const desk = await startChanging(t, { driven: true })
  const dir = join(tempDir(t), 'policies')
  cpSync('policies', dir, { recursive: true })
  writeFileSync(join(dir, 'automation.yaml'), rulesOf('shadow'))
  await adoptFirst(desk.db, dir)
  await endSetup(desk.db)
  const thief = await stealRole(t, desk.database)
  const textOf = (name: string) => readFileSync(join(dir, `${name}.yaml`), 'utf8')
  /** States that a text is stricter than the one in force, and applies that change alone. */
  const state = async (name: string, text: string, { onDisk = true } = {}) => {
    const [said, by] = [pg.escapeLiteral(text), pg.escapeLiteral(desk.crane.id)]
    const { rows } = await thief.run(`
      insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
      select 'rule_set', jsonb_build_object('name', '${name}', 'text', ${said}, 'from', encode(hash, 'hex'))::text,
        'a word', 'stricter', 'so', ${by}, 'staff:' || ${by}
      from rule_set_version where name = '${name}' order by version desc limit 1 returning id`)
    await thief.run(`update desk_change set state = 'applied', moved_by = 'staff:' || ${by} where id = '${rows[0].id}'`)
    if (onDisk) writeFileSync(join(dir, `${name}.yaml`), text)
  }
  const read = async () => {
    const { policies, notes } = await readPoliciesInForce(desk.db, dir)
    const { guards, budgets, automation } = policies
    return {
      notes: notes.join('\n'),
      holdMs: judgeGuards(guards.guards, 'deactivate', LARGE).requirement.holdMs,
      over: Math.min(...budgets.budgets.map(({ enforcements }) => enforcements?.over ?? Number.POSITIVE_INFINITY)),
      live: automation.rules.filter(({ mode }) => mode === 'live').map(({ id }) => id),
    }
  }
  return { ...desk, textOf, state, read }
}

test('looser guards that the application role labels "stricter" apply to nothing', async (t) => {
  const { textOf, state, read, db } = await startStated(t)
  const before = await read()
  assert.equal(before.holdMs, 300_000)
  await state('guards', textOf('guards').replace('hold: 5m', 'hold: 1m'))
  const { holdMs, notes } = await read()
  assert.equal(holdMs, 300_000)
  assert.match(notes, /Version 2 of guards\.yaml was put in force by one person, and does not prove to be stricter/)
  await state('guards', 'guards: []\n')
  assert.equal((await read()).holdMs, 300_000, 'nor in two steps')
  assert.match((await findProblems(db)).join('\n'), /^rule_set_version 2 \(of guards\)/m)
})

test('looser budgets that the application role labels "stricter" apply to nothing', async (t) => {
  const { textOf, state, read } = await startStated(t)
  const { over } = await read()
  const looser = textOf('budgets')
    .replaceAll(/over: \d+/g, 'over: 4000')
    .replaceAll(/open: \d+/g, 'open: 5000')
  await state('budgets', looser)
  assert.equal((await read()).over, over)
})

test('automation rules that the application role labels "stricter" do not run', async (t) => {
  const { state, read } = await startStated(t)
  await state('automation', rulesOf('live'))
  const { live, notes } = await read()
  assert.deepEqual(live, [])
  assert.match(notes, /Version 2 of automation\.yaml .* It does not count\. Run countersign verify\./)
})

test('an unreadable policy file leaves the earlier version in force', async (t) => {
  const { state, read, textOf } = await startStated(t)
  const guards = textOf('guards')
  await state('guards', 'guards: [{ id: x }]', { onDisk: false })
  await state('guards', guards)
  assert.equal((await read()).holdMs, 300_000)
})

test('one person still makes guards stricter at once', async (t) => {
  const { propose, read, textOf, state } = await startStated(t)
  const stricter = textOf('guards').replace('hold: 5m', 'hold: 9m')
  const change = await propose({ kind: 'rule_set', name: 'guards', text: stricter })
  assert.deepEqual([change.state, change.direction], ['applied', 'stricter'])
  const { holdMs, notes } = await read()
  assert.equal(holdMs, 540_000)
  assert.doesNotMatch(notes, /does not prove/)
  await state('guards', textOf('guards'))
  assert.equal((await read()).holdMs, 540_000, 'nor does the role go back to the version before')
})
