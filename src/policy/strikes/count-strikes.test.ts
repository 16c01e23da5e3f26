import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countStrikes, isStanding, pointsTowards } from './count-strikes.ts'

const DAY = new Date('2026-05-04T09:00:00Z')
const STRUCK = {
  ...{ inEffectAt: DAY, isInterim: false, isDrill: false, isRefused: false, state: 'in_effect' as const },
  ...{ confirmBy: null, confirmedAt: null, undoneFor: null },
}
const ground = (enforcementId: string, occasion: string, points: number, givenBy = 'staff:ana') => ({
  ...{ enforcementId, occasion, points, givenBy },
  expiresAt: DAY,
})

test('an enforcement gives a strike only while it stands', () => {
  assert.equal(isStanding(STRUCK), true)
  assert.equal(isStanding({ ...STRUCK, state: 'restored', undoneFor: 'ended' }), true, 'it ran its time')
  for (const undoneFor of ['mistake', 'appeal', 'unconfirmed', 'left', 'undo'] as const)
    assert.equal(isStanding({ ...STRUCK, state: 'restoring', undoneFor }), false, undoneFor)
  for (const other of [{ inEffectAt: null }, { isInterim: true }, { isDrill: true }, { isRefused: true }])
    assert.equal(isStanding({ ...STRUCK, ...other }), false, JSON.stringify(other))
  assert.equal(isStanding({ ...STRUCK, confirmBy: DAY }), false, 'it waits for its confirmation')
  assert.equal(isStanding({ ...STRUCK, confirmBy: DAY, confirmedAt: DAY }), true)
  assert.equal(isStanding({ ...STRUCK, state: 'expired' }), false)
})

test('one case gives one strike, the heaviest', () => {
  const strikes = countStrikes([
    ground('enf_1', 'case_1', 1),
    ground('enf_2', 'case_1', 3),
    ground('enf_3', 'case_2', 2),
  ])
  assert.deepEqual(
    strikes.map(({ enforcementId }) => enforcementId),
    ['enf_2', 'enf_3'],
  )
})

test('one person alone never reaches a threshold of two people', () => {
  const many = Array.from({ length: 50 }, (_, place) => ground(`enf_${place}`, `case_${place}`, 2))
  assert.equal(pointsTowards({ points: 6, people: 2 }, many), 3)
  assert.equal(pointsTowards({ points: 6, people: 1 }, many), 6)
  assert.equal(pointsTowards({ points: 6, people: 2 }, [...many, ground('enf_a', 'case_a', 2, 'staff:ben')]), 5)
})
