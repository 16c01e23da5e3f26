import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTS } from '../../foundation/acts.ts'
import { LANGUAGES } from '../../foundation/messages/render-message.ts'
import { outcomeMessage } from '../../enforcement/present/format-enforcement.ts'
import { renderShown, textOf } from './text-of.ts'

const AT = '2026-05-04T09:30:00.000Z'
const CORE = {
  ...{ enforcement: 'enf_7', subject: 'account:vale', handle: 'vale', action: 'suspend', label: null },
  ...{ durationMs: 604_800_000, policy: 'scam', expiresAt: AT, successorOf: 'enf_6' },
}
const SHOWN = {
  ...{ tags: ['newsroom'], reach: 870_000, waits: true, delayMs: 86_400_000, says: 'wren gets the role lead' },
  sentence: outcomeMessage({
    ...{ kind: 'account', handle: 'vale', tags: [], reach: 870_000, action: 'suspend', label: null },
    durationMs: 604_800_000,
  }),
}

test('every signed text ends with its language and time zone', () => {
  const ends = {
    en: 'This text is in English. Its times are in UTC.',
    de: 'Dieser Text ist auf Deutsch. Seine Zeiten sind in UTC.',
  }
  for (const act of ACTS) {
    for (const language of LANGUAGES) {
      const lines = textOf(act, CORE, SHOWN, language).split('\n')
      assert.equal(lines.at(-1), ends[language], act)
      assert.ok(lines.length > 3 && lines.every((line) => line !== '' && !/undefined|\{/.test(line)), lines.join('\n'))
    }
  }
})

test('no signed text in German contains a line of the English one', () => {
  for (const act of ACTS) {
    const german = new Set(textOf(act, CORE, SHOWN, 'de').split('\n'))
    const same = textOf(act, CORE, SHOWN, 'en')
      .split('\n')
      .filter((line) => german.has(line))
    // A stored sentence about a change and labels that are equal in both languages.
    assert.deepEqual(
      same.filter((line) => !/^(wren gets|Handle: |Person: |Pseudonym: )/.test(line)),
      [],
      act,
    )
  }
})

test('a signed text states outcome, end and times in words', () => {
  assert.deepEqual(textOf('agree', CORE, SHOWN, 'de').split('\n').slice(0, 2), [
    'Sie genehmigen diese Maßnahme.',
    renderShown(SHOWN, 'de').sentence,
  ])
  assert.match(String(renderShown(SHOWN).sentence), /^@vale \(870k followers\) will be suspended for 7 days/)
  assert.match(textOf('agree', CORE, SHOWN), /^For: 168 hours\nExpires: Monday, 4 May 2026, 09:30 UTC$/m)
  assert.match(
    textOf('agree', CORE, SHOWN, 'de'),
    /^Für: 168 Stunden\nGültig bis: Montag, 4\. Mai 2026[^\n]* 09:30 UTC$/m,
  )
})
