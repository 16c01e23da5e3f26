import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, MINUTE_MS } from '../../foundation/durations.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import type { Budget } from './budgets-file.ts'
import { budgetMessage, formatBudget, formatStopLimits, stopLimitsMessage } from './format-budget.ts'

test("a budget is worded in the reader's language", () => {
  const budget: Budget = {
    id: 'hasty',
    why: 'haste',
    of: 'person',
    withinMs: HOUR_MS,
    actions: ['suspend', 'deactivate'],
    enforcements: { over: 30, open: 1_200 },
    reach: { over: 1_000_000, open: 2_000_000 },
  }
  assert.equal(
    formatBudget(budget),
    'Once one person within 1h took 30 enforcements, or accounts that 1,000,000 people follow (suspend, deactivate), each further one needs one more approval. Once it is 1,200 enforcements, or accounts that 2,000,000 people follow, the breaker opens: nothing restrictive of that person takes effect until two people close it.',
  )
  assert.equal(
    renderMessage(budgetMessage(budget), 'de'),
    'Sobald die Maßnahmen einer Person binnen 1 Std. die Zahl 30 oder Konten mit zusammen 1.000.000 Followern erreichen (sperren, deaktivieren), braucht jede weitere eine Genehmigung mehr. Erreichen sie die Zahl 1.200 oder Konten mit zusammen 2.000.000 Followern, öffnet sich der Schutzschalter: Bis zwei Personen ihn schließen, wird nichts Einschränkendes von dieser Person wirksam.',
  )
})

test("stop limits are worded in the reader's language", () => {
  const limits = { withinMs: 10 * MINUTE_MS, stops: 20, declines: 5, restores: 60 }
  assert.equal(
    formatStopLimits(limits),
    'Leads get an alert with the list when one person within 10m stopped 20 enforcements, declined 5 or restored 60. Nothing is held.',
  )
  assert.equal(
    renderMessage(stopLimitsMessage(limits), 'de'),
    'Die Leitung erhält einen Alarm mit der Liste, wenn eine Person binnen 10 Min. 20 Maßnahmen gestoppt, 5 abgelehnt oder 60 zurückgenommen hat. Nichts wird aufgehalten.',
  )
})
