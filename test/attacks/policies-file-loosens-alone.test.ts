import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { adoptFirst, readPoliciesInForce } from '../../src/admin/rule-sets/policies-in-force.ts'
import { endSetup, findProblems, startChanging } from '../support/changes.ts'
import { tempDir } from '../support/temp-dir.ts'

const DAY_MS = 86_400_000

/** A desk that is set up, and the text of policies by which an account in the wrong hands may also be suspended, as if by law. */
async function start(t: TestContext) {
  const desk = await startChanging(t, { driven: true })
  const dir = join(tempDir(t), 'policies')
  cpSync('policies', dir, { recursive: true })
  await adoptFirst(desk.db, dir)
  await endSetup(desk.db)
  const path = join(dir, 'policies.yaml')
  const from = 'actions: [lock, hide, remove]'
  const text = readFileSync(path, 'utf8')
  assert.ok(text.includes(from))
  const looser = text.replace(from, 'actions: [lock, hide, remove, suspend]\n    legal_duty: true')
  const read = async () => {
    const { policies, notes } = await readPoliciesInForce(desk.db, dir)
    const { actions = [], legalDuty } = policies.policies.get('hijacked-account') ?? {}
    return { mayBeSuspended: actions.includes('suspend'), legalDuty, notes, hash: policies.hash }
  }
  return { ...desk, path, looser, read }
}

test('a policy file changed on disk loosens nothing', async (t) => {
  const { path, looser, read } = await start(t)
  const { hash } = await read()
  writeFileSync(path, looser)
  const { mayBeSuspended, legalDuty, notes, hash: after } = await read()
  assert.deepEqual({ mayBeSuspended, legalDuty, after }, { mayBeSuspended: false, legalDuty: false, after: hash })
  assert.match(
    notes.join('\n'),
    /policies\.yaml in .* differs from the approved version.*propose it with countersign policies adopt/,
  )
})

test('a looser policy waits for two people and a day', async (t) => {
  const { db, looser, read, propose, agree, pass } = await start(t)
  const asked = await propose({ kind: 'rule_set', name: 'policies', text: looser })
  assert.deepEqual([asked.state, asked.direction], ['proposed', 'mixed'])
  assert.match(
    asked.says,
    /^Version 2 of policies\.yaml: The policy hijacked-account changes: actions .*suspend.*legalDuty/,
  )
  assert.equal((await read()).mayBeSuspended, false)
  const agreed = await agree(asked)
  assert.equal(agreed.state, 'agreed')
  assert.equal(Number(agreed.takesEffectAt) - Number(agreed.movedAt), DAY_MS)
  assert.equal((await read()).mayBeSuspended, false)
  assert.equal(await pass(asked), 'applied')
  const { mayBeSuspended, legalDuty } = await read()
  assert.deepEqual({ mayBeSuspended, legalDuty }, { mayBeSuspended: true, legalDuty: true })
  assert.deepEqual(await findProblems(db), [])
})

test('the application role puts no policy in force', async (t) => {
  const { db, crane, looser, read } = await start(t)
  const body = JSON.stringify({ name: 'policies', text: looser, from: null })
  const direct = db.query(
    `insert into rule_set_version (name, text, hash) values ('policies', $1, sha256(convert_to($1, 'UTF8')))`,
    [looser],
  )
  await assert.rejects(direct, /policies\.yaml is adopted by a change/)
  const alone = db.query(
    `insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
     values ('rule_set', $1, 'a word', 'stricter', 'so', $2, 'staff:' || $2)`,
    [body, crane.id],
  )
  await assert.rejects(alone, /a change of this kind is not stricter/)
  assert.equal((await read()).mayBeSuspended, false)
})
