import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { endSetup, startChanging } from '../../../../test/support/changes.ts'
import { send } from '../../../../test/support/desk-flow.ts'
import { SHIPPED_GUARDS } from '../../../../test/support/guards.ts'
import { ROUTES } from '../../../app/http/routes.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const LOOSER = SHIPPED.replace('account.reach >= 100000\n', 'account.reach >= 250000\n')

interface Rule {
  id: string
  direction: string
  was: { says: string } | null
  is: { says: string } | null
}

async function start(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES })
  const [finch, wren] = [await changing.person(['auditor']), await changing.person(['reviewer'])]
  await endSetup(changing.db, { guards: SHIPPED })
  const ask = (path: string, body: object, who = finch) => send(changing, who.token, 'POST', `/v1/guards/${path}`, body)
  const read = (path: string, who = finch) => send(changing, who.token, 'GET', path)
  return { ...changing, wren, ask, read }
}

test('200: the guards in force are listed with file and facts', async (t) => {
  const { read } = await start(t)
  const { status, body } = await read('/v1/guards')
  const guards = body.guards as { id: string; says: string; asks: string; enforcements: number }[]
  const reach = guards.find(({ id }) => id === 'high-reach')
  assert.deepEqual([status, reach?.says, reach?.enforcements], [200, 'the account has 100,000 or more followers', 0])
  assert.match(reach?.asks ?? '', /^1 approval, a hold of 5m/)
  assert.equal(body.text, SHIPPED)
  assert.ok((body.facts as { name: string }[]).some(({ name }) => name === 'account.reach'))
})

test('200: a trial enforcement shows the guards that fire and why', async (t) => {
  const { ask } = await start(t)
  const ordinary = {
    ...{
      'enforcement.legal_duty': false,
      'enforcement.account_items_24h': 1,
      'enforcement.account_items_share': 0,
      'account.reach': 800,
      'account.reach_bought': false,
      'account.tags': [],
      'account.lookalike_reach': 0,
      'account.lookalike_vouched': false,
      'enforcement.review_seconds': 60,
      'desk.badge_is_identity': false,
    },
    ...{ 'actor.leaving': false, 'actor.minutes_since_break': 5, 'actor.minutes_on_shift': 5 },
  }
  const none = await ask('try', { action: 'suspend', facts: ordinary })
  assert.deepEqual([none.status, none.body], [200, { asks: 'nothing', fired: [], off: [] }])
  const far = await ask('try', { action: 'suspend', facts: { ...ordinary, 'account.reach': 200_000 } })
  assert.deepEqual(
    (far.body.fired as { id: string; errored: boolean }[]).map(({ id, errored }) => [id, errored]),
    [['high-reach', false]],
  )
  const mild = await ask('try', { action: 'suspend', facts: { ...ordinary, 'account.reach': 200_000 }, text: LOOSER })
  assert.deepEqual(mild.body.fired, [])
  const { 'account.tags': _tags, ...unknown } = ordinary
  const strict = await ask('try', { action: 'suspend', facts: unknown })
  assert.deepEqual(
    (strict.body.fired as { id: string; errored: boolean }[]).map(({ id, errored }) => [id, errored]),
    [['public-interest', true]],
  )
})

test('400: a fact of another type or an invalid file is named', async (t) => {
  const { ask } = await start(t)
  const wrong = await ask('try', { action: 'suspend', facts: { 'account.reach': 'many' } })
  assert.equal(wrong.status, 400)
  const type = await ask('try', { action: 'suspend', facts: { 'actor.leaving': 5 } })
  assert.deepEqual([type.status, (type.body.errors as { field: string }[])[0]?.field], [400, 'facts/actor.leaving'])
  const unknown = await ask('try', { action: 'suspend', facts: { 'account.reech': 5 } })
  assert.deepEqual(
    [unknown.status, (unknown.body.errors as { field: string }[])[0]?.field],
    [400, 'facts/account.reech'],
  )
  for (const path of ['try', 'replay']) {
    const broken = await ask(path, { action: 'suspend', facts: {}, text: 'guards: [{ id: x }]' })
    assert.equal(broken.status, 400, path)
  }
  assert.equal((await ask('replay', { text: SHIPPED, page: { since: '2031-02-30T00:00:00Z', after: 0 } })).status, 400)
})

test('200: another guards file is compared guard by guard', async (t) => {
  const { ask } = await start(t)
  const { body } = await ask('check', { text: LOOSER })
  const [rule, ...others] = body.guards as Rule[]
  assert.deepEqual([body.direction, rule?.id, rule?.direction, others], ['looser', 'high-reach', 'looser', []])
  assert.deepEqual(
    [rule?.was?.says, rule?.is?.says],
    ['the account has 100,000 or more followers', 'the account has 250,000 or more followers'],
  )
  const stricter = await ask('check', {
    text: `${SHIPPED}\n  - { id: new-one, why: Somebody new., when: account.age_days < 3, actions: [suspend], require: { hold: 5m } }\n`,
  })
  assert.equal(stricter.body.direction, 'stricter')
  const [added] = stricter.body.guards as Rule[]
  assert.deepEqual([added?.id, added?.was, added?.direction], ['new-one', null, 'stricter'])
  const broken = await ask('check', { text: `${SHIPPED}\n  - { id: X }\n` })
  assert.deepEqual([broken.status, broken.body.direction], [200, null])
  const [problem] = broken.body.problems as { line: number; message: string }[]
  assert.equal(problem?.line, SHIPPED.split('\n').length + 1)
})

test('200, 404: a proposed change of guards is compared guard by guard', async (t) => {
  const { propose, read, wren, db } = await start(t)
  const change = await propose({ kind: 'rule_set', name: 'guards', text: LOOSER })
  const { body } = await read(`/v1/changes/${change.id}`)
  assert.deepEqual(
    (body.rules as Rule[]).map(({ id, direction }) => [id, direction]),
    [['high-reach', 'looser']],
  )
  assert.equal(body.text, LOOSER)
  const role = await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'senior' })
  const other = await read(`/v1/changes/${role.id}`)
  assert.deepEqual([other.body.rules, other.body.text], [[], null])
  assert.equal((await read('/v1/changes/chg_999')).status, 404)
  assert.equal((await db.query('select from desk_change')).rowCount, 2, 'reading proposes nothing')
})
