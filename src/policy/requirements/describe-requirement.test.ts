import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { describeRequirement, requirementMessage } from './describe-requirement.ts'
import { NOTHING_REQUIRED, type Requirement } from './requirement.ts'

const WORDED: readonly [requirement: Partial<Requirement>, english: string, german: string][] = [
  [{}, 'nothing', 'nichts'],
  [
    { approvals: [{ count: 1 }], holdMs: 5 * MINUTE_MS, identify: true },
    '1 approval, a hold of 5m, naming whose account it is',
    '1 Genehmigung, 5 Min. Wartezeit, die Angabe, wessen Konto es ist',
  ],
  [
    { approvals: [{ count: 2, roles: ['senior', 'lead'], teams: 2, employers: 1 }], confirmMs: 2 * HOUR_MS },
    '2 approvals by senior or lead from 2 teams and 1 employer, a confirmation within 2h',
    '2 Genehmigungen der Rolle Senior oder Leitung von 2 Teams und 1 Arbeitgeber, eine Bestätigung binnen 2 Std.',
  ],
  [
    { holdMs: 30 * SECOND_MS, assessment: 'newsworthiness', alert: true },
    'a hold of 30s, an assessment of newsworthiness, an alert to the leads',
    '30 Sek. Wartezeit, eine Abwägung des öffentlichen Interesses, ein Alarm an die Leitung',
  ],
]

test("a requirement is worded in the reader's language", () => {
  for (const [parts, english, german] of WORDED) {
    const requirement = { ...NOTHING_REQUIRED, ...parts }
    assert.equal(describeRequirement(requirement), english)
    assert.equal(renderMessage(requirementMessage(requirement), 'de'), german)
  }
})

test('the requirement of another action is named by that action', () => {
  const message = requirementMessage(NOTHING_REQUIRED, 'deactivate')
  assert.equal(renderMessage(message), 'the requirement of deactivate')
  assert.equal(renderMessage(message, 'de'), 'die Anforderungen an „deaktivieren“')
})
