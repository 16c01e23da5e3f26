import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { endSetup, startChanging } from '../../../../test/support/changes.ts'
import { send } from '../../../../test/support/desk-flow.ts'
import { POLICIES, SHIPPED_GUARDS } from '../../../../test/support/guards.ts'
import { bearer } from '../../../../test/support/server.ts'
import { ROUTES } from '../../../app/http/routes.ts'
import { RULE_SETS, type RuleSetName } from '../../../policy/rule-sets.ts'
import { readRuleSet } from '../policies-in-force.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const STRICTER = `${SHIPPED}\n  - { id: new-one, why: New., when: account.age_days < 3, actions: [suspend], require: { hold: 5m } }\n`
const read = (name: RuleSetName) => readRuleSet(POLICIES, name)

interface Version {
  version: number
  proposedBy: string | null
  agreedBy: string[]
  changeId: string | null
  text?: string
}

async function start(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES })
  const [finch, wren] = [await changing.person(['auditor']), await changing.person(['reviewer'])]
  await endSetup(changing.db, { guards: SHIPPED })
  const get = (path: string, who = finch) => send(changing, who.token, 'GET', `/v1/rule-sets${path}`)
  const check = (name: RuleSetName, text: string) =>
    send(changing, finch.token, 'POST', `/v1/rule-sets/${name}/check`, { text })
  return { ...changing, finch, wren, get, check }
}

test('200: rule sets are listed with versions, people and texts', async (t) => {
  const { get, propose, app, finch } = await start(t)
  const change = await propose({ kind: 'rule_set', name: 'guards', text: STRICTER })
  const { body } = await get('')
  const items = body.items as {
    name: string
    inForce: Version
    waiting: number
    entries: { id: string; says: string }[]
  }[]
  const guards = items.find(({ name }) => name === 'guards')
  assert.deepEqual([guards?.inForce.version, guards?.inForce.changeId, guards?.waiting], [2, change.id, 0])
  assert.notEqual(guards?.inForce.proposedBy, null)
  assert.deepEqual(guards?.inForce.agreedBy, [], 'one person puts a stricter version in force')
  const headers = { ...bearer(finch.token), 'accept-language': 'de' }
  const inGerman = (await app.inject({ url: '/v1/rule-sets', headers })).json().items as typeof items
  const saysOf = (sets: typeof items) =>
    sets.find(({ name }) => name === 'guards')?.entries.find(({ id }) => id === 'high-reach')?.says
  assert.equal(saysOf(items), 'Very many people would lose a voice they chose to follow.')
  assert.equal(saysOf(inGerman), 'Sehr viele Personen würden eine Stimme verlieren, der sie folgen wollten.')
  const first = await get('/guards/versions?limit=1')
  assert.deepEqual(
    (first.body.items as Version[]).map(({ version }) => version),
    [2],
  )
  const rest = await get(`/guards/versions?limit=1&cursor=${String(first.body.nextCursor)}`)
  assert.deepEqual([(rest.body.items as Version[])[0]?.version, rest.body.nextCursor], [1, null])
  assert.equal((await get('/guards/versions/1')).body.text, SHIPPED)
  assert.equal((await get('/guards/versions/2')).body.text, STRICTER)
})

test('200: a draft of every rule set is checked', async (t) => {
  const { check } = await start(t)
  for (const name of RULE_SETS) {
    const same = await check(name, read(name))
    assert.deepEqual([same.status, same.body.problems], [200, []], name)
    assert.notEqual(same.body.direction, null, name)
    const broken = await check(name, `${read(name)}\n${name === 'notices' ? '{unknown}' : 'unknown: 1'}\n`)
    const [problem] = broken.body.problems as { line: number }[]
    assert.deepEqual([broken.status, broken.body.direction], [200, null], name)
    assert.equal(problem?.line, `${read(name)}\n`.split('\n').length, name)
  }
})

test("200: a draft's problems are in the reader's language", async (t) => {
  const { app, finch } = await start(t)
  const problemsIn = async (language: string, name: string, text: string) => {
    const headers = { ...bearer(finch.token), 'accept-language': language }
    const answer = await app.inject({ method: 'POST', url: `/v1/rule-sets/${name}/check`, headers, payload: { text } })
    return answer.json().problems as { line: number; message: string }[]
  }
  const drafts = {
    guards: ['guards: [{ id: A, why: w, when: "acount.reach > 3", actions: [suspend], require: {} }]', 'guards: ['],
    budgets: ['budgets: []'],
    queues: ['queues: []\nrules: []'],
    policies: ['policies: [{ id: p }]'],
    items: ['items: [{ id: a, title: A, schema: { type: object, properties: {} } }]'],
    notices: ['=== settings.yaml ===\nlanguages: []', '=== praise.en.md ===\n{', 'no heading'],
    retention: ['days: { report: 3 }', 'days: { report: 400, evidence: 500 }'],
    automation: ['sources: []\nrules: [{ id: a, why: w, source: b, when: "1 > 2", do: {}, mode: live }]'],
  } satisfies Record<(typeof RULE_SETS)[number], string[]>
  for (const [name, texts] of Object.entries(drafts))
    for (const text of texts) {
      // One file per person at a time.
      const [english, german] = [await problemsIn('en', name, text), await problemsIn('de', name, text)]
      assert.deepEqual([english.length > 0, german.length], [true, english.length], text)
      for (const [index, problem] of german.entries()) assert.notEqual(problem.message, english[index]?.message, text)
    }
})

test('400, 403, 404: rule sets have limits and readers', async (t) => {
  const { get, check, wren } = await start(t)
  for (const path of ['', '/guards/versions', '/guards/versions/1']) assert.equal((await get(path, wren)).status, 403)
  assert.equal((await get('/guards/versions/99')).status, 404)
  assert.equal((await get('/denials/versions')).status, 400)
  assert.equal((await get('/guards/versions/0')).status, 400)
  assert.equal((await check('queues', 'a'.repeat(300_001))).status, 400)
  assert.equal((await check('queues', '')).status, 400)
})
