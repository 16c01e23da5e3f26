import { test } from 'node:test'
import { killAmidEffects } from '../support/kill-amid-effects.ts'

/** The worker, which carries out every step, is killed at all of them. */
const WORKER = 0
const OTHERS = 4

/** Of the other parts two are killed at each place, another pair at the next: record-first.long.test.ts has all pairs. */
const isChosen = (victim: number, place: number): boolean =>
  victim === WORKER || [victim - 1, victim % OTHERS].includes(place % OTHERS)

test('no killed process loses or doubles an effect', (t) => killAmidEffects(t, isChosen))
