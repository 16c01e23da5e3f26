import fc from 'fast-check'
import type { StatementFacts } from '../../../src/enforcement/statements/statement-facts.ts'
import { ACTIONS, CATEGORIES, GROUNDS, OWN_LOSSES } from '../../../src/foundation/domain.ts'
import type { StatementToSend } from '../../../src/oversight/transparency/statement/to-dsa-statement.ts'
import { KEYWORDS } from '../../../src/policy/notices/keywords.ts'
import { AUTOMATED_DECISIONS, DETECTION_SOURCES } from '../../../src/policy/notices/variables.ts'

export const SOME_FACTS: StatementFacts = {
  kind: 'restriction',
  enforcementId: 'enf_7',
  subjectKind: 'content',
  action: 'hide',
  ownAction: null,
  label: null,
  territorialScope: null,
  appliedAt: '2026-11-24T16:04:05.678Z',
  endsAt: '2026-12-24T16:04:05.678Z',
  policyId: 'hate',
  category: 'ILLEGAL_OR_HARMFUL_SPEECH',
  keywords: ['HATE_SPEECH'],
  ground: 'terms',
  clause: 'hate',
  clauseName: 'Rules, section 3: hate',
  law: null,
  lawName: null,
  alsoIllegal: null,
  explanation: 'The post calls for violence against a group.',
  facts: 'Three people reported the post. A person read it with its thread.',
  source: 'other_report',
  automatedDetection: false,
  automatedDecision: 'no',
  contentDate: '2026-11-20',
  contentLanguage: 'en-GB',
  contentTypes: ['image', 'text'],
  cause: null,
  endedAt: null,
}

const CONTENT_HASH = 'c0ffee'.repeat(11).slice(0, 64)
export const toSend = (facts: Partial<StatementFacts> = {}, more: Partial<StatementToSend> = {}): StatementToSend => ({
  ...{ statementId: 'stm_12', contentHash: CONTENT_HASH, names: ['vale'], texts: null, contentDate: null },
  facts: { ...SOME_FACTS, ...facts },
  ...more,
})

/** Of each five values one is null. */
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 5 })

const text = orNull(fc.constantFrom('A text.', 'x'.repeat(1_000), 'Ein Text über Ä 👩‍🚒.', 'Ask zoe@mail.example.'))
const time = fc.constantFrom('2026-11-24T16:04:05.678Z', '2026-12-31T23:59:59.999Z')

/** Every kind of fact that the desk stores of a restriction. */
export const someFacts: fc.Arbitrary<Partial<StatementFacts>> = fc.record({
  subjectKind: fc.constantFrom('account', 'content'),
  action: fc.constantFrom(...ACTIONS),
  ownAction: orNull(
    fc.record({ action: fc.constant('mute'), takes: fc.subarray([...OWN_LOSSES]), title: fc.constant('Mute') }),
  ),
  territorialScope: orNull(fc.subarray(['DE', 'FR', 'US', 'NO'], { minLength: 1 })),
  appliedAt: time,
  endsAt: orNull(fc.constantFrom('2027-01-05T00:00:00.000Z', '2036-12-31T23:59:59.999Z')),
  category: fc.constantFrom(...CATEGORIES),
  keywords: fc.subarray([...KEYWORDS], { maxLength: 8 }),
  ground: fc.constantFrom(...GROUNDS),
  lawName: orNull(fc.constant('Criminal Code, section 130')),
  alsoIllegal: orNull(fc.boolean()),
  explanation: text,
  facts: text,
  source: fc.constantFrom(...DETECTION_SOURCES),
  automatedDetection: fc.boolean(),
  automatedDecision: fc.constantFrom(...AUTOMATED_DECISIONS),
  contentDate: orNull(fc.constantFrom('2009-03-18', '2026-11-20', '1999-12-31')),
  contentLanguage: orNull(fc.constantFrom('en', 'de-AT', 'zh-Hans', 'tlh', '')),
  contentTypes: fc.subarray(['text', 'image', 'video', 'audio', 'poll']),
})
