import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeState, UP } from './subject-state.ts'
import { call, OFFLINE, getJson, givenDemo, instruct, ROSA } from './test/small-desk.ts'

test("the demo's record lists each effect once, in order and in pages", async (t) => {
  const demo = await givenDemo(t)
  const warning = { id: 'enforcement-9', kind: 'warn', policyId: 'kindness', text: 'Please be kind.' } as const
  await call(demo.url, instruct(1, OFFLINE))
  await call(demo.url, instruct(1, OFFLINE))
  await call(demo.url, instruct(2, UP, { events: [warning] }))
  await call(demo.url, instruct(3, UP, { events: [warning] }))
  const first = (await getJson(`${demo.url}/record?limit=2`)).body
  const rest = (await getJson(`${demo.url}/record?after=${first.next}&limit=2`)).body
  const effects = [...first.effects, ...rest.effects]
  const told = effects.map(({ seq, at, subject, ...effect }) => effect)
  assert.deepEqual(told, [
    { generation: 1, from: UP, to: OFFLINE, cause: 'desk' },
    { generation: 2, from: OFFLINE, to: UP, cause: 'desk' },
    { generation: 2, from: UP, to: UP, cause: 'desk', eventId: 'enforcement-9' },
  ])
  assert.deepEqual([effects[0].subject, rest.next], [ROSA, null])
  const state = (await getJson(`${demo.url}/state/account/rosa`)).body
  assert.deepEqual([state.generation, state.warnings.length, state.warnings[0].text], [3, 1, 'Please be kind.'])
  assert.deepEqual((await getJson(`${demo.url}/record/counters`)).body, {
    effects: { desk: 2, self_revert: 0, own_will: 0 },
    warnings: 1,
    duplicateEffects: 0,
    duplicates: [],
    duplicateWarnings: [],
  })
})

test("the demo's record counts effects carried out twice under one generation", async (t) => {
  const demo = await givenDemo(t)
  const change = { at: '2026-01-01T00:00:00Z', subject: ROSA, generation: 5, cause: 'desk' } as const
  for (const to of [OFFLINE, UP, OFFLINE]) await demo.store.inTransaction((tx) => changeState(tx, { ...change, to }))
  const { duplicateEffects, duplicates } = (await getJson(`${demo.url}/record/counters`)).body
  assert.deepEqual([duplicateEffects, duplicates], [2, [{ subject: ROSA, generation: 5, changes: 3 }]])
})
