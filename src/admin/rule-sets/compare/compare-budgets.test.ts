import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBudgets } from '../../../policy/budgets/budgets-file.ts'
import { compareBudgets, diffBudgets, NO_BUDGETS } from './compare-budgets.ts'
import { renderText } from '../../../foundation/messages/render-message.ts'

const STOP_LIMITS = 'stop_limits: { within: 1h, stops: 20, declines: 20, restores: 60 }'
const LINE = '{ id: a, why: W, of: person, within: 1h, actions: [suspend, lock], enforcements: { over: 5, open: 9 } }'
const file = (lines: readonly string[], stopLimits = STOP_LIMITS) =>
  readBudgets('budgets.yaml', `budgets: [${lines.join(', ')}]\n${stopLimits}\n`)

const BEFORE = file([LINE])

test('a stricter change of budgets takes one person, a looser two', () => {
  const cases: [after: ReturnType<typeof file>, direction: string][] = [
    [file([LINE, LINE.replace('id: a', 'id: b')]), 'stricter'],
    [file([LINE.replace('over: 5', 'over: 4')]), 'stricter'],
    [file([LINE.replace('open: 9', 'open: 8')]), 'stricter'],
    [file([LINE.replace('1h', '2h')]), 'stricter'],
    [file([LINE.replace('lock', 'lock, hide')]), 'stricter'],
    [file([LINE.replace('enforcements:', 'reach: { over: 9, open: 9 }, enforcements:')]), 'stricter'],
    [file([LINE], STOP_LIMITS.replace('stops: 20', 'stops: 19')), 'stricter'],
    [file([]), 'looser'],
    [file([LINE.replace('over: 5', 'over: 6')]), 'looser'],
    [file([LINE.replace('open: 9', 'open: 10')]), 'looser'],
    [file([LINE.replace('1h', '59m')]), 'looser'],
    [file([LINE.replace(', lock', '')]), 'looser'],
    [file([LINE], STOP_LIMITS.replace('restores: 60', 'restores: 61')), 'looser'],
    [file([LINE], STOP_LIMITS.replace('1h', '30m')), 'looser'],
    [file([LINE.replace('person', 'team')]), 'mixed'],
    [file([LINE.replace('over: 5, open: 9', 'over: 4, open: 10')]), 'mixed'],
    [file([LINE.replace('over: 5', 'over: 6'), LINE.replace('id: a', 'id: b').replace('person', 'desk')]), 'mixed'],
  ]
  for (const [after, direction] of cases) {
    assert.equal(compareBudgets(BEFORE, after).direction, direction, renderText(compareBudgets(BEFORE, after).says))
  }
})

test('a comparison of budgets describes each one in plain words', () => {
  const after = file([LINE.replace('over: 5', 'over: 6'), LINE.replace('id: a', 'id: b')])
  assert.equal(
    renderText(compareBudgets(BEFORE, after).says),
    [
      'a changes. It was: Once one person within 1h took 5 enforcements (suspend, lock), each further one needs one more approval. Once it is 9 enforcements, the breaker opens: nothing restrictive of that person takes effect until two people close it.',
      '  It is: Once one person within 1h took 6 enforcements (suspend, lock), each further one needs one more approval. Once it is 9 enforcements, the breaker opens: nothing restrictive of that person takes effect until two people close it.',
      'b is new. Once one person within 1h took 5 enforcements (suspend, lock), each further one needs one more approval. Once it is 9 enforcements, the breaker opens: nothing restrictive of that person takes effect until two people close it.',
    ].join('\n'),
  )
  assert.deepEqual(
    diffBudgets(BEFORE, after).map(({ id, direction }) => [id, direction]),
    [
      ['a', 'looser'],
      ['b', 'stricter'],
    ],
  )
  assert.match(
    renderText(compareBudgets(BEFORE, file([LINE.replace('why: W', 'why: V')])).says),
    /^No budget says anything else/,
  )
  assert.match(
    renderText(compareBudgets(BEFORE, file([LINE], STOP_LIMITS.replace('stops: 20', 'stops: 9'))).says),
    /^stop_limits changes\./,
  )
  assert.equal(compareBudgets(readBudgets('none', NO_BUDGETS), BEFORE).direction, 'stricter')
})
