import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseStatement } from '../../../platform-kit/src/parse-statement.ts'
import { ACTIONS, RESTORE_CAUSES } from '../../foundation/domain.ts'
import { STATEMENT_KINDS } from '../../policy/notices/variables.ts'
import { loadPolicies } from '../../policy/policies.ts'
import { deriveFacts } from './derive-facts.ts'
import { renderStatement } from './render-statement.ts'
import type { StatementSource } from './statement-facts.ts'

const POLICIES = loadPolicies('policies')
const PAGE = 'https://desk.example/public/statement/{link}'
const SOURCE: StatementSource = {
  ...{ statementId: 'stm_1', linkPart: null, kind: 'restriction', enforcementId: 'enf_12', subject: 'account:vale' },
  ...{ action: 'suspend', label: null, ownAction: null, countries: null, policyId: 'scam', source: 'person' },
  ...{
    appliedAt: new Date('2026-05-04T09:00:00Z'),
    silentUntil: null,
    endsAt: new Date('2026-05-11T09:00:00Z'),
    basis: null,
  },
  ...{ approved: false, cause: null, endedAt: null, contentCreatedAt: null, contentLanguage: null, contentTypes: [] },
  ...{ accountCreatedAt: new Date('2020-01-02T00:00:00Z'), ordered: false, noticed: false, reported: true },
  ...{ signalled: true, withheld: [], withheldIds: [] },
}

const render = (changes: Partial<StatementSource>) => {
  const source = { ...SOURCE, ...changes }
  const { statementId, subject, silentUntil } = source
  const facts = deriveFacts(source, POLICIES)
  return { facts, ...renderStatement(POLICIES, { statementId, subject, facts, silentUntil, page: PAGE }) }
}
const textIn = (language: string, changes: Partial<StatementSource>) =>
  render(changes)
    .texts.find((each) => each.language === language)
    ?.text.replaceAll(/[\u2068\u2069]/g, '') ?? ''

test('a statement about a community says that no account is meant', () => {
  const about = (id: string, language = 'en') => textIn(language, { subject: `account:${id}` })
  assert.match(
    about('@community:quay_kitchen'),
    /^This is about the community quay_kitchen, not [^.]+\.[\s\S]+\n\nWe suspended/,
  )
  assert.match(about('forum~@list:bargains', 'de'), /^Es geht um die Liste bargains/)
  assert.match(about('@domain:bad.example', 'ar'), /bad\.example[\s\S]+\n\nعلّقنا/)
  assert.doesNotMatch(about('vale'), /This is about/)
  assert.doesNotMatch(about('@list:a\n\nAll is fine'), /\n\nAll/, 'a name imitates no statement')
})

test('a statement has every part of article 17', () => {
  const text = textIn('en', {
    basis: { explanation: 'You asked for payment by gift card.', facts: 'Five posts of today.' },
  })
  for (const part of [
    'We suspended your account.',
    'From: 4 May 2026 at 09:00 UTC',
    'Until: 11 May 2026 at 09:00 UTC',
    'Where: everywhere',
    'against our rules: Terms, section 5: No fraud and no spam.',
    'Our explanation: You asked for payment by gift card.',
    'What we relied on: Five posts of today.',
    'a person reported it to us. No machine found it. People decided.',
    'until 4 November 2026: https://desk.example/public/statement/{link}',
    'Example Settlement Body, https://settlement.example/complaints',
    'You can also bring the matter before a court.',
    'Reference: enf_12',
  ])
    assert.ok(text.includes(part), `${part}\n${text}`)
  assert.match(textIn('de', {}), /^Wir haben Ihr Konto gesperrt\./)
  assert.match(textIn('ar', {}), /^علّقنا حسابك\./)
})

test('the time to appeal begins when a silence ends', () => {
  assert.match(textIn('en', { silentUntil: new Date('2026-06-04T09:00:00Z') }), /until 5 December 2026: https/)
  assert.match(textIn('en', { silentUntil: new Date('2026-05-01T09:00:00Z') }), /until 4 November 2026: https/)
})

test('a legal ground names the law of policy or reviewer', () => {
  assert.match(textIn('en', { policyId: 'public-danger' }), /Law: Regulation \(EU\) 2021\/784/)
  const { facts } = render({ policyId: 'scam', basis: { ground: 'illegal', law: 'order' } })
  assert.deepEqual(
    [facts.ground, facts.law, facts.lawName],
    ['illegal', 'order', 'An order of a court or an authority'],
  )
})

test('the source and the part of machines follow from the rows', () => {
  const of = (changes: Partial<StatementSource>) => {
    const { source, automatedDetection, automatedDecision } = render(changes).facts
    return [source, automatedDetection, automatedDecision]
  }
  assert.deepEqual(of({}), ['other_report', false, 'no'])
  assert.deepEqual(of({ noticed: true }), ['notice', false, 'no'])
  assert.deepEqual(of({ ordered: true, noticed: true }), ['authority_order', false, 'no'])
  assert.deepEqual(of({ reported: false }), ['own_initiative', true, 'no'])
  assert.deepEqual(of({ reported: false, signalled: false }), ['own_initiative', false, 'no'])
  assert.deepEqual(of({ source: 'automation' }), ['other_report', true, 'fully'])
  assert.deepEqual(of({ source: 'automation', approved: true }), ['other_report', true, 'partially'])
  assert.deepEqual(of({ basis: { source: 'trusted_flagger', automatedDetection: true } }), [
    'trusted_flagger',
    true,
    'no',
  ])
})

const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        'heron',
        'h\u200beron',
        'Rosa-77',
        'staff_12',
        'rep_900',
        '<b>',
        '](https://evil.example)',
        '\u202e',
        '\n\n',
      ),
    ),
    { maxLength: 12 },
  )
  // A name is withheld as a word of its own.
  .map((parts) => parts.join(' '))

test("no statement names a person or has a reviewer's links", () => {
  fc.assert(
    fc.property(
      hostileText,
      hostileText,
      fc.constantFrom(...STATEMENT_KINDS),
      fc.constantFrom(...ACTIONS),
      fc.constantFrom('account:vale', 'content:post-1'),
      fc.constantFrom(null, ...RESTORE_CAUSES),
      (explanation, facts, kind, action, subject, cause) => {
        const basis = { explanation, facts }
        const ended = { cause, endedAt: new Date('2026-05-05T09:00:00Z') }
        const made = render({ ...ended, kind, action, subject, basis, withheld: ['heron'], withheldIds: ['Rosa-77'] })
        const all = JSON.stringify([made.facts, made.texts])
        assert.doesNotMatch(all, /heron|rosa-77|staff_12|rep_900|<b>/i)
        for (const { text } of made.texts) {
          assert.ok(text.length <= 5_000 && text.isWellFormed())
          // The marks of isolation come in pairs, and the only links are the desk's own.
          assert.equal(text.split('\u2068').length, text.split('\u2069').length)
          assert.doesNotMatch(text, /[\u202a-\u202e\u2066\u2067\u200b]/)
          const links = text.match(/[a-z]+:\/\/[^\s/]+/g) ?? []
          assert.deepEqual(
            links.filter((link) => !/^https:\/\/(desk|settlement|appeals)\.example$/.test(link)),
            [],
          )
        }
      },
    ),
  )
})

test('a platform with platform-kit accepts every statement', () => {
  for (const kind of STATEMENT_KINDS)
    for (const action of ACTIONS) {
      const { texts, redress } = render({ kind, action, cause: 'mistake', endedAt: new Date() })
      const parsed = parseStatement({ id: 'stm_1', texts, redress }, 'statement')
      assert.deepEqual(parsed, { id: 'stm_1', texts, redress }, `${kind} ${action}`)
    }
})
