import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardsOf, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { loadGuards } from '../../policy/guards/guards-file.ts'
import { listFiredGuards } from './list-fired-guards.ts'

const fired = (id: string, errored = false) => ({ id, errored })
const shipped = loadGuards(SHIPPED_GUARDS).guards

test('a guard that fired in several verdicts is listed once', () => {
  const verdicts = [{ fired: [fired('high-reach', true), fired('tired')] }, { fired: [fired('high-reach')] }]
  assert.deepEqual(listFiredGuards(verdicts, shipped), [fired('high-reach', true), fired('tired')])
})

test('a guard about departures is shown as a refusal by standing', (t) => {
  const require = '{ approvals: [{ count: 1 }] }'
  const guard = (id: string, when: string) =>
    `  - { id: ${id}, why: W, when: "${when}", actions: [suspend], require: ${require} }\n`
  const { guards } = guardsOf(
    t,
    `guards:\n${guard('farewell', 'actor.leaving')}${guard('late', 'actor.minutes_on_shift > 500 || actor.leaving')}`,
  )
  const told = listFiredGuards([{ fired: [fired('farewell'), fired('late', true), fired('leaving')] }], guards)
  assert.deepEqual(told, [fired('standing', true)])
  assert.deepEqual(listFiredGuards([{ fired: [fired('leaving')] }], shipped), [fired('standing')])
})

test('a guard removed from the policies is shown as a former guard', () => {
  assert.deepEqual(listFiredGuards([{ fired: [fired('last-week')] }], shipped), [fired('former')])
})
