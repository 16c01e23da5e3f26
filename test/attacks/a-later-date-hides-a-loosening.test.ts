import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { readPoliciesInForce } from '../../src/admin/rule-sets/policies-in-force.ts'
import { listInForce } from '../../src/admin/rule-sets/versions.ts'
import { DAY_MS } from '../../src/foundation/durations.ts'
import { readDeskTime } from '../../src/foundation/time/desk-time.ts'
import { endSetup, startChanging } from '../support/changes.ts'
import { POLICIES, SHIPPED_GUARDS } from '../support/guards.ts'
import { type RoleThief, stealRole } from '../support/role-thief.ts'

const TEXT = readFileSync(join(POLICIES, 'policies.yaml'), 'utf8')
const LOOSER = TEXT.replace('actions: [lock, hide, remove]', 'actions: [lock, hide, remove, suspend]')
const GUARDS = readFileSync(SHIPPED_GUARDS, 'utf8')

async function start(t: TestContext, { isSetUp = true } = {}) {
  assert.notEqual(LOOSER, TEXT)
  const desk = await startChanging(t, { driven: true })
  /** Policy people have no shifts, and no pair agrees twice. */
  const approvers = [await desk.person(['policy']), await desk.person(['policy']), await desk.person(['policy'])]
  const agree = (change: { id: string }) => desk.agree(change, approvers.pop())
  const files = { policies: TEXT, guards: GUARDS }
  if (isSetUp) await endSetup(desk.db, files)
  const inDays = async (days: number) => new Date(Number(await readDeskTime(desk.db)) + days * DAY_MS)
  const isLooser = async () =>
    (await readPoliciesInForce(desk.db, POLICIES)).policies.policies
      .get('hijacked-account')
      ?.actions.includes('suspend')
  const propose = async (text: string, days?: number) =>
    desk.propose({
      kind: 'rule_set',
      name: 'policies',
      text,
      ...(days !== undefined && { effectiveAt: await inDays(days) }),
    })
  return {
    ...desk,
    agree,
    files,
    propose,
    proposeAny: desk.propose,
    inDays,
    isLooser,
    thief: await stealRole(t, desk.database),
  }
}

/** Proposes a change of a rule set in SQL, past the program. */
async function state(thief: RoleThief, { body, direction, by }: { body: string; direction: string; by: string }) {
  const { rows } = await thief.run(`
    insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
    values ('rule_set', ${body}::text, 'a word', '${direction}', 'so', '${by}', 'staff:${by}') returning id`)
  return String(rows[0].id)
}

test('a date shortens no delay, and one in the past is refused', async (t) => {
  const { propose, agree, pass, isLooser, database } = await start(t)
  await assert.rejects(propose(LOOSER, -1), { code: 'invalid_input' })
  const soon = await propose(LOOSER, 0.5)
  const agreed = await agree(soon)
  assert.equal(Number(agreed.takesEffectAt) - Number(agreed.movedAt), DAY_MS)
  await database.advance(0.75 * DAY_MS)
  assert.equal(await isLooser(), false, 'the date has come, and the day of the change is not over')
  assert.equal(await pass(soon), 'applied')
  assert.equal(await isLooser(), true)
})

test('a planned version takes two people at any date', async (t) => {
  const { propose, thief, crane, db, isLooser, database } = await start(t)
  const planned = await propose(LOOSER, 30)
  assert.deepEqual([planned.state, planned.direction], ['proposed', 'mixed'])
  await database.advance(31 * DAY_MS)
  assert.equal(await isLooser(), false, 'nobody agreed')
  await assert.rejects(
    thief.run(`update desk_change set state = 'applied', moved_by = 'staff:${crane.id}' where id = '${planned.id}'`),
    /can not become applied|has no agreement/,
  )
  await assert.rejects(
    thief.run(`insert into rule_set_version (name, text, hash, effective_at)
      values ('policies', 'x', sha256('x'), desk_now() + interval '1 day')`),
    /policies\.yaml is adopted by a change/,
  )
  await assert.rejects(thief.run(`update rule_set_version set effective_at = null`), /permission denied/)
  assert.equal((await listInForce(db)).policies?.version, 1)
})

test('a version has no date during set-up', async (t) => {
  const { propose, thief, db, files } = await start(t, { isSetUp: false })
  await assert.rejects(propose(LOOSER, 5), { code: 'invalid_input' })
  await thief.run(`insert into rule_set_version (name, text, hash, effective_at)
    values ('policies', ${pg.escapeLiteral(LOOSER)}, sha256(convert_to(${pg.escapeLiteral(LOOSER)}, 'UTF8')),
      desk_now() + interval '5 days')`)
  assert.equal((await listInForce(db)).policies?.text, LOOSER, 'it counts at once, while set-up shows it')
  await endSetup(db, files)
  assert.equal((await listInForce(db)).policies?.text, TEXT)
})

test('a change agreed during set-up has no date after it', async (t) => {
  const { thief, crane, agree, db } = await start(t, { isSetUp: false })
  const body = `jsonb_build_object('name', 'policies', 'text', ${pg.escapeLiteral(LOOSER)}, 'from', null, 'effectiveAt', desk_now() + interval '5 days')`
  const id = await state(thief, { body, direction: 'mixed', by: crane.id })
  await assert.rejects(agree({ id }), { code: 'conflict' })
  assert.equal((await listInForce(db)).policies, undefined)
})

test('only policies are dated', async (t) => {
  const { desk: _desk, inDays, thief, crane, db, ...desk } = await start(t)
  const text = `${GUARDS}\n`
  const dated = desk.proposeAny({ kind: 'rule_set', name: 'guards', text, effectiveAt: await inDays(5) })
  await assert.rejects(dated, { code: 'invalid_input' })
  const body = `jsonb_build_object('name', 'guards', 'text', 'guards: []', 'from', encode(sha256(convert_to(${pg.escapeLiteral(GUARDS)}, 'UTF8')), 'hex'),
    'effectiveAt', desk_now() + interval '5 days')`
  const id = await state(thief, { body, direction: 'stricter', by: crane.id })
  await assert.rejects(
    thief.run(`update desk_change set state = 'applied', moved_by = 'staff:${crane.id}' where id = '${id}'`),
    /guards\.yaml takes effect at its adoption/,
  )
  assert.equal((await listInForce(db)).guards?.version, 1)
})

test('a change fails when another version takes its place meanwhile', async (t) => {
  const { propose, agree, pass, isLooser, db } = await start(t)
  const stricter = await propose(`# Stricter.\n${TEXT}`, 1.5)
  const rival = await propose(LOOSER, 10)
  await agree(stricter)
  assert.equal(await pass(stricter), 'applied')
  await assert.rejects(agree(rival), { code: 'conflict' }, 'its approver was not told of version 2')
  const late = await propose(LOOSER)
  await agree(late)
  assert.equal(await pass(late), 'failed', 'its approvers compared it with version 1')
  assert.equal((await listInForce(db)).policies?.version, 2)
  assert.equal(await isLooser(), false)
})
