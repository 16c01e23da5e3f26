import { test } from 'node:test'
import { killAmidEffects } from '../support/kill-amid-effects.ts'

test('no killed process loses or doubles an effect at any place', (t) => killAmidEffects(t, () => true))
