import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAutomation } from '../../policy/automation/automation-file.ts'
import { type KnownSubject, planRules } from './plan-rules.ts'
import type { Signal } from '../../cases/signals/signal-queries.ts'
import type { RuleFacts } from '../../policy/automation/vocabulary.ts'

const NOW = new Date('2026-05-04T09:00:00Z')
const SOURCES = `sources:
  - { id: links, why: W, owner: Heron, budget: { within: 1h, acts: 100 } }
  - { id: lists, why: W, owner: Heron, budget: { within: 1h, acts: 100 } }
`
const rulesOf = (when: string, source = 'links') =>
  readAutomation(
    'automation.yaml',
    `${SOURCES}rules:\n  - { id: one, why: W, source: ${source}, when: "${when}", do: { propose: { action: remove, policy: spam } }, mode: live }\n`,
  )

const signal = (more: Partial<Signal> = {}): Signal => ({
  id: 'signal_1',
  source: 'links',
  kind: 'classifier',
  name: 'fake-shops',
  version: '3',
  score: 0.9,
  details: null,
  category: 'SCAMS_AND_FRAUD',
  seenAt: NOW,
  receivedAt: NOW,
  ...more,
})

function ask(when: string, signals: readonly Signal[], facts: RuleFacts = {}, hasCase = false) {
  const known: KnownSubject = { now: NOW, facts, hasCase, signals }
  return planRules(rulesOf(when), known).map(({ holds, signal: by }) => [by?.id ?? null, holds])
}

test('an automation rule uses the newest matching signal of its source', () => {
  const when = 'signal.score >= 0.95'
  const all = [signal(), signal({ id: 'signal_2', score: 0.96 }), signal({ id: 'signal_3', score: 0.99 })]
  assert.deepEqual(ask(when, all), [['signal_2', true]])
  assert.deepEqual(ask(when, [signal({ score: 0.99, source: 'lists' })]), [])
  assert.deepEqual(ask(when, []), [])
})

test('an unknown fact or an old signal never fires a rule', () => {
  const both = 'signal.score >= 0.5 && account.reach < 5000'
  assert.deepEqual(ask(both, [signal()], { 'account.reach': 31 }), [['signal_1', true]])
  assert.deepEqual(ask(both, [signal()], { 'account.reach': null }), [['signal_1', 'unknown']])
  assert.deepEqual(ask(both, [signal()]), [['signal_1', 'unknown']])
  assert.deepEqual(ask('!(account.reach > 5000) && signal.score >= 0.5', [signal()]), [['signal_1', 'unknown']])
  assert.deepEqual(ask(both, [signal({ kind: 'hash_match', score: null })], { 'account.reach': 31 }), [])
  assert.deepEqual(ask('signal.score >= 0.5', [signal({ seenAt: new Date('2026-04-26T09:00:00Z') })]), [])
})

test('an automation rule about reports is tried on open cases only', () => {
  const facts = { 'report.reporters': 20, 'report.categories': ['SELF_HARM'] }
  assert.deepEqual(ask("'SELF_HARM' in report.categories", [], facts, true), [[null, true]])
  assert.deepEqual(ask('report.reporters > 30', [], facts, true), [])
  assert.deepEqual(ask('report.reporters >= 20', [], facts, false), [])
})
