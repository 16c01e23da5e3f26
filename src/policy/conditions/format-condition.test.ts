import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { ACTIONS, CATEGORIES, ENFORCEMENT_SOURCES, ROLES } from '../../foundation/domain.ts'
import { termMessage } from '../../foundation/messages/term-message.ts'
import { compileCondition, type Condition } from './condition.ts'
import { loadGuards } from '../guards/guards-file.ts'
import { LANGUAGES, renderText } from '../../foundation/messages/render-message.ts'
import { conditionText } from './format-condition.ts'

function compile(text: string): Condition {
  const { condition } = compileCondition(text)
  if (condition === undefined) throw new Error(`${text} is no condition`)
  return condition
}

const formatText = (text: string): string => renderText(conditionText(compile(text)))

test("a guard's condition is shown in plain words", () => {
  const said: readonly [string, string][] = [
    ['account.reach >= 100000', 'the account has 100,000 or more followers'],
    ['account.reach > -1', 'the account has more than -1 followers'],
    ['enforcement.account_items_share <= 0.25', 'a share of 0.25 or fewer of its own posts would not be seen'],
    ['!has(account.reach)', 'how many followers the account has is not known'],
    ["enforcement.source == 'bulk_action'", 'it is asked for by bulk action'],
    ['actor.leaving', 'the proposer is leaving'],
    ['true', 'always'],
    ["account.tags.exists(t, t == 'public_office')", 'the account has the public role public office'],
    ["'newsroom' in account.tags", 'the account has the public role newsroom'],
    [
      "account.tags.exists(t, t in ['candidate', 'newsroom', 'human_rights'])",
      'the account has one of the public roles candidate, newsroom or human rights',
    ],
    [
      '!enforcement.legal_duty && (enforcement.account_items_24h > 5 || desk.on_duty < 3)',
      'the law does not ask for it and (more than 5 posts of the account were hidden or removed within 24 hours or fewer than 3 people could agree now)',
    ],
  ]
  for (const [text, words] of said) assert.equal(formatText(text), words)
})

test('a condition that has no words is shown as written', () => {
  assert.equal(
    formatText('size(account.tags)   > 2 && actor.leaving'),
    'size(account.tags) > 2 and the proposer is leaving',
  )
  assert.equal(formatText("account.tags.exists(t, t.startsWith('x'))"), "account.tags.exists(t, t.startsWith('x'))")
  assert.equal(formatText('!(account.reach > 5)'), 'not (the account has more than 5 followers)')
})

test("every shipped guard's condition is shown in plain words", () => {
  for (const { when } of loadGuards(SHIPPED_GUARDS).guards) {
    assert.doesNotMatch(renderText(conditionText(when)), /[=!&|]|account\.|enforcement\.|actor\./, when.text)
  }
})

/** Conditions with the words that follow "when" and "wenn". */
const WORDED: readonly [text: string, english: string, german: string][] = [
  ['account.reach >= 100000', 'the account has 100,000 or more followers', 'das Konto 100.000 oder mehr Follower hat'],
  ['account.reach < 500', 'the account has fewer than 500 followers', 'das Konto weniger als 500 Follower hat'],
  ['account.reach != 5', 'the account has other than 5 followers', 'das Konto nicht genau 5 Follower hat'],
  [
    '!has(account.reach)',
    'how many followers the account has is not known',
    'die Zahl der Follower des Kontos unbekannt ist',
  ],
  [
    '!has(account.verified)',
    'whether the account is verified is not known',
    'unbekannt ist, ob das Konto verifiziert ist',
  ],
  [
    'enforcement.account_items_share <= 0.25',
    'a share of 0.25 or fewer of its own posts would not be seen',
    'der Anteil der eigenen Beiträge, die nicht mehr zu sehen wären, 0,25 oder weniger beträgt',
  ],
  ['!actor.leaving', 'the proposer is not leaving', 'die antragstellende Person nicht ausscheidet'],
  [
    "enforcement.source != 'bulk_action'",
    'it is asked for by other than bulk action',
    'der Antragsweg nicht „Sammelmaßnahme“ ist',
  ],
  [
    "enforcement.source in ['automation', 'appeal']",
    'it is asked for by one of automation or appeal',
    'der Antragsweg „Automatisierung“ oder „Beschwerde“ ist',
  ],
  [
    "account.tags.exists(tag, tag in ['newsroom', 'candidate', 'our_tag'])",
    'the account has one of the public roles newsroom, candidate or our tag',
    'das Konto eine der öffentlichen Rollen „Redaktion“, „Kandidatur“ oder „our tag“ hat',
  ],
  [
    "'public_office' in account.tags",
    'the account has the public role public office',
    'das Konto die öffentliche Rolle „öffentliches Amt“ hat',
  ],
  [
    '!enforcement.legal_duty && (enforcement.account_items_24h > 5 || desk.on_duty < 3)',
    'the law does not ask for it and (more than 5 posts of the account were hidden or removed within 24 hours or fewer than 3 people could agree now)',
    'das Gesetz die Maßnahme nicht verlangt und (binnen 24 Stunden mehr als 5 Beiträge des Kontos ausgeblendet oder entfernt wurden oder jetzt weniger als 3 Personen zustimmen könnten)',
  ],
  ['!(account.reach > 5)', 'not (the account has more than 5 followers)', 'nicht (das Konto mehr als 5 Follower hat)'],
  ["account.handle == 'newsroom'", 'the handle is newsroom', 'der Kontoname „newsroom“ ist'],
]

test("a condition follows when and wenn in the reader's language", () => {
  for (const [text, ...words] of WORDED) {
    const worded = conditionText(compile(text))
    assert.deepEqual(
      (['en', 'de'] as const).map((language) => renderText(worded, language)),
      words,
    )
  }
})

test('the catalogue names the values that the desk defines', () => {
  const values = [
    ...CATEGORIES.map((value) => termMessage('category', value)),
    ...ACTIONS.map((value) => termMessage('action', value)),
    ...ROLES.map((value) => termMessage('role', value)),
    ...ENFORCEMENT_SOURCES.map((value) => termMessage('source', value)),
  ]
  for (const word of values) for (const language of LANGUAGES) assert.ok(word && renderText(word, language))
})
