import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS } from '../../foundation/durations.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import type { Deed } from './automation-file.ts'
import { ruleMessage } from './format-rule.ts'
import { compileRule } from './vocabulary.ts'

const WORDED: readonly [when: string, does: Deed, german: string][] = [
  [
    "signal.score >= 0.97 && signal.category == 'SCAMS_AND_FRAUD' && !account.protected",
    { kind: 'hide', policyId: 'spam' },
    'Wenn die Bewertung des Signals 0,97 oder mehr beträgt und die Kategorie des Signals „Betrug“ ist und das Konto nicht geschützt ist, dann blendet die Regel den Inhalt nach der Richtlinie spam für eine Stunde aus und eröffnet einen Fall; bei einem geschützten Konto, und wenn Schutzregeln eine Genehmigung verlangen, wartet sie auf die Zustimmung einer prüfenden Person.',
  ],
  [
    'report.reporters >= 20',
    { kind: 'route', queue: 'lead' },
    'Wenn 20 oder mehr verschiedene Personen eine Meldung abgegeben haben, dann verschiebt die Regel den Fall in die Warteschlange lead.',
  ],
  [
    "signal.name in ['a', 'b']",
    { kind: 'label', label: 'disputed', policyId: 'spam' },
    'Wenn der Klassifikator oder die Liste „a“ oder „b“ ist, dann setzt die Regel die Kennzeichnung „disputed“ nach der Richtlinie spam.',
  ],
  [
    "report.categories.exists(each, each in ['VIOLENCE', 'SELF_HARM'])",
    { kind: 'propose', action: 'suspend', policyId: 'harm', durationMs: 24 * HOUR_MS },
    'Wenn eine Meldung eine der Kategorien „Gewalt“ oder „Selbstverletzung“ nennt, dann beantragt die Regel „sperren“ für 24 Std. nach der Richtlinie harm; es geschieht nichts, bis eine prüfende Person zustimmt.',
  ],
]

test('an automation rule is one German sentence', () => {
  for (const [text, does, german] of WORDED) {
    const { condition } = compileRule(text)
    assert.ok(condition, text)
    assert.equal(renderMessage(ruleMessage({ when: condition, does }), 'de'), german)
  }
})
