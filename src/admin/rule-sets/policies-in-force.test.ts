import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { ORDINARY } from '../../../test/support/judgement-input.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { judgeGuards } from '../../policy/guards/judge-guards.ts'
import type { Policies } from '../../policy/policies.ts'
import { listInForce } from './versions.ts'
import { adoptDuringSetup, adoptFirst, readPoliciesInForce, watchAdoptions } from './policies-in-force.ts'

const OWN_RULES = `sources:
  - { id: links, why: It knows addresses., owner: plover, budget: { within: 1h, acts: 60 } }
rules: []
`
const LARGE = { ...ORDINARY, 'account.reach': 150_000 }
const holdOf = ({ guards }: Policies) => judgeGuards(guards.guards, 'deactivate', LARGE).requirement.holdMs
const dueOf = ({ queues }: Policies) => queues.get('general')?.dueMs[5]

/** A folder of policies, and how to write another text into one of its files. */
function folderOf(t: TestContext) {
  const dir = join(tempDir(t), 'policies')
  cpSync('policies', dir, { recursive: true })
  const write = (name: string, from: string, to: string) => {
    const text = readFileSync(join(dir, name), 'utf8')
    assert.ok(text.includes(from))
    writeFileSync(join(dir, name), text.replace(from, to))
    return text.replace(from, to)
  }
  return { dir, write }
}

test('policy files apply at once during set-up, later never', async (t) => {
  const { db } = await startChanging(t)
  const { dir, write } = folderOf(t)
  assert.equal(await adoptFirst(db, dir), true)
  assert.equal((await listInForce(db)).guards?.text, readFileSync(join(dir, 'guards.yaml'), 'utf8'))
  assert.deepEqual((await readPoliciesInForce(db, dir)).notes, [])
  write('guards.yaml', 'hold: 5m', 'hold: 1m')
  assert.equal(await adoptFirst(db, dir), false)
  assert.deepEqual(await findProblems(db), [])
})

test('a missing rule file is logged, except in a demo', async (t) => {
  const { db, database } = await startChanging(t)
  const { dir } = folderOf(t)
  await adoptDuringSetup(db, 'automation', OWN_RULES)
  const [told] = (await readPoliciesInForce(db, dir)).notes
  assert.match(String(told), /automation\.yaml in .* differs from the approved version/)
  await database.ownerPool.query(`update database_mark set kind = 'demo'`)
  assert.doesNotMatch((await readPoliciesInForce(db, dir)).notes.join(), /automation/)
})

test('both agreed and file guards apply until people agree to the file', async (t) => {
  const { db, propose, agree, pass } = await startChanging(t, { driven: true })
  const { dir, write } = folderOf(t)
  await adoptFirst(db, dir)
  await endSetup(db)
  const agreed = await readPoliciesInForce(db, dir)
  const text = write('guards.yaml', 'hold: 5m', 'hold: 1m')
  const both = await readPoliciesInForce(db, dir)
  assert.deepEqual([holdOf(agreed.policies), holdOf(both.policies)], [300_000, 300_000])
  assert.match(both.notes.join(), /guards\.yaml in .* differs from the approved version\. Enforcements must meet both/)
  assert.notEqual(both.policies.hash, agreed.policies.hash)
  const change = await propose({ kind: 'rule_set', name: 'guards', text })
  assert.equal(change.direction, 'looser')
  assert.equal(holdOf((await readPoliciesInForce(db, dir)).policies), 300_000)
  assert.equal((await agree(change)).state, 'agreed')
  assert.equal(holdOf((await readPoliciesInForce(db, dir)).policies), 300_000)
  assert.equal(await pass(change), 'applied')
  const after = await readPoliciesInForce(db, dir)
  assert.deepEqual([holdOf(after.policies), after.notes], [60_000, []])
  await assert.rejects(propose({ kind: 'rule_set', name: 'guards', text }), { code: 'conflict' })
  assert.deepEqual(await findProblems(db), [])
})

test('stricter guards in a file count at once, agreed or not', async (t) => {
  const { db } = await startChanging(t)
  const { dir, write } = folderOf(t)
  await adoptFirst(db, dir)
  write('guards.yaml', 'hold: 5m', 'hold: 9m')
  assert.equal(holdOf((await readPoliciesInForce(db, dir)).policies), 540_000)
})

test('both agreed and file budgets apply until people agree to the file', async (t) => {
  const { db, propose, agree, pass } = await startChanging(t, { driven: true })
  const { dir, write } = folderOf(t)
  await adoptFirst(db, dir)
  await endSetup(db)
  const overs = async () => {
    const { policies } = await readPoliciesInForce(db, dir)
    assert.equal(policies.guards.budgets, policies.budgets.budgets)
    return policies.budgets.budgets.flatMap(({ id, enforcements }) =>
      id === 'person-offline' ? [enforcements?.over] : [],
    )
  }
  const looser = write('budgets.yaml', 'enforcements: { over: 30, open: 90 }', 'enforcements: { over: 80, open: 90 }')
  assert.deepEqual(await overs(), [30, 80], 'both hold')
  assert.match((await readPoliciesInForce(db, dir)).notes.join(), /budgets\.yaml in .* Enforcements must keep to both/)
  const change = await propose({ kind: 'rule_set', name: 'budgets', text: looser })
  assert.deepEqual([change.state, change.direction], ['proposed', 'looser'])
  assert.match(
    change.says,
    /^Version 2 of budgets\.yaml: person-offline changes\. It was: Once one person within 1h took 30 enforcements/,
  )
  await agree(change)
  assert.deepEqual(await overs(), [30, 80], 'both hold for a day')
  assert.equal(await pass(change), 'applied')
  assert.deepEqual(await overs(), [80])
  const stricter = write('budgets.yaml', 'enforcements: { over: 80, open: 90 }', 'enforcements: { over: 20, open: 90 }')
  assert.equal(
    (await propose({ kind: 'rule_set', name: 'budgets', text: stricter })).state,
    'applied',
    'one person’s to do',
  )
  assert.deepEqual(await overs(), [20])
  await assert.rejects(propose({ kind: 'rule_set', name: 'budgets', text: 'budgets: []' }), {
    code: 'invalid_input',
    message: /Nothing was proposed\. The file can't be used:\n {2}budgets\.yaml:1:1: lacks stop_limits/,
  })
  await assert.rejects(propose({ kind: 'rule_set', name: 'budgets', text: stricter }), { code: 'conflict' })
  assert.deepEqual(await findProblems(db), [])
})

test('cases follow the agreed queues until a change is agreed', async (t) => {
  const { db, propose, agree } = await startChanging(t)
  const { dir } = folderOf(t)
  await adoptFirst(db, dir)
  const before = dueOf((await readPoliciesInForce(db, dir)).policies)
  const text = readFileSync(join(dir, 'queues.yaml'), 'utf8').replace(
    /(id: general\n\s+due_hours: \{ 5: )[\d.]+/,
    '$1 77',
  )
  writeFileSync(join(dir, 'queues.yaml'), text)
  const { policies, notes } = await readPoliciesInForce(db, dir)
  assert.equal(dueOf(policies), before)
  assert.match(notes.join(), /queues\.yaml in .* Cases go by what was agreed to/)
  const change = await propose({ kind: 'rule_set', name: 'queues', text })
  assert.deepEqual([change.state, change.direction], ['proposed', 'mixed'])
  assert.match(change.says, /^Version 2 of queues\.yaml: The queue general changes\./)
  await agree(change)
  assert.equal(dueOf((await readPoliciesInForce(db, dir)).policies), 77 * 3_600_000)
  assert.deepEqual(await findProblems(db), [])
})

test('an invalid or outdated policy file is not put in force', async (t) => {
  const { db, propose, agree } = await startChanging(t)
  const { dir, write } = folderOf(t)
  await adoptFirst(db, dir)
  await assert.rejects(propose({ kind: 'rule_set', name: 'guards', text: 'guards: [{ id: x }]' }), {
    code: 'invalid_input',
    message: /Nothing was proposed\. The file can't be used:\n {2}guards\.yaml:1:/,
  })
  await assert.rejects(propose({ kind: 'rule_set', name: 'queues', text: 'queues: []' }), { code: 'invalid_input' })
  const first = await propose({ kind: 'rule_set', name: 'guards', text: write('guards.yaml', 'hold: 5m', 'hold: 1m') })
  const second = await propose({ kind: 'rule_set', name: 'guards', text: write('guards.yaml', 'hold: 1m', 'hold: 2m') })
  await agree(first)
  await assert.rejects(agree(second), { code: 'conflict' })
})

test('a running desk applies an agreed policy within seconds', async (t) => {
  const { db, desk, propose, agree } = await startChanging(t)
  const { dir, write } = folderOf(t)
  await adoptFirst(db, dir)
  const { asOf } = await readPoliciesInForce(db, dir)
  const used: Policies[] = []
  const stopping = new AbortController()
  const use = (policies: Policies) => void used.push(policies)
  const watching = watchAdoptions(db, { dir, asOf, log: desk.log, use }, stopping.signal)
  await agree(await propose({ kind: 'rule_set', name: 'guards', text: write('guards.yaml', 'hold: 5m', 'hold: 1m') }))
  const [policies] = await waitFor('the policies to be read again', async () => used.length > 0 && used)
  stopping.abort()
  await watching
  assert.equal(policies && holdOf(policies), 60_000)
})
