import fc from 'fast-check'
import type { UncheckedStatement } from '../../../src/oversight/transparency/statement/check-statement.ts'
import * as lists from '../../../src/oversight/transparency/statement/lists.ts'

/** Mostly right values, and each kind of wrong one now and then. */
const longText = (charsMax: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('A short text.', 'Ein Text über Ä und 👩‍🚒.') },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(charsMax), '👍'.repeat(charsMax)) },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(charsMax + 1), '👍'.repeat(charsMax + 1)) },
    { weight: 1, arbitrary: fc.constantFrom('', '   ') },
  )
const mostly = <T>(right: fc.Arbitrary<T>, ...wrong: unknown[]) =>
  fc.oneof(
    { weight: 8, arbitrary: right as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  )
const one = (of: readonly string[]) => mostly(fc.constantFrom(...of), 'maybe', 'KEYWORD_PIRACY', 7)
const list = (of: readonly string[]) =>
  mostly(fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 }), [], ['PIRACY'], of[0])
const day = mostly(
  fc.constantFrom('2026-12-01', '2024-02-29', '2031-05-17'),
  ...['2023-02-29', '2026-2-1', '2038-01-02', '1999-12-31', '2026-12-01T00:00', 'soon', '2026-00-10'],
)

const ABSENT_NOW_AND_THEN = {
  puid: mostly(fc.constantFrom('stm_1', 'A-b_9', 'x'.repeat(500)), 'stm 1', 'stm/1', 'x'.repeat(501)),
  decision_ground: one(lists.DECISION_GROUNDS),
  illegal_content_legal_ground: longText(500),
  illegal_content_explanation: longText(2_000),
  incompatible_content_ground: longText(500),
  incompatible_content_explanation: longText(2_000),
  content_type: list(lists.CONTENT_TYPES),
  content_type_other: longText(500),
  content_date: day,
  category: one(lists.STATEMENT_CATEGORIES),
  territorial_scope: list(lists.TERRITORIES),
  application_date: day,
  decision_facts: longText(5_000),
  source_type: one(lists.SOURCE_TYPES),
  automated_detection: one(lists.YES_NO),
  automated_decision: one(lists.AUTOMATED_DECISIONS),
}
const OFTEN_ABSENT = {
  decision_visibility: list(lists.VISIBILITIES),
  decision_visibility_other: longText(500),
  decision_monetary: one(lists.MONETARIES),
  decision_monetary_other: longText(500),
  decision_provision: one(lists.PROVISIONS),
  decision_account: one(lists.ACCOUNT_DECISIONS),
  account_type: one(lists.ACCOUNT_TYPES),
  decision_ground_reference_url: mostly(fc.constant('https://platform.example/terms'), 'terms', 'ftp://x'),
  incompatible_content_illegal: one(lists.YES_NO),
  content_id: mostly(fc.constant({ 'EAN-13': '0123456789123' }), { 'EAN-13': '12' }, { EAN: '0123456789123' }, '1'),
  content_language: one(lists.CONTENT_LANGUAGES),
  category_addition: list(lists.STATEMENT_CATEGORIES),
  category_specification: list(lists.STATEMENT_KEYWORDS),
  category_specification_other: longText(500),
  end_date_account_restriction: day,
  end_date_monetary_restriction: day,
  end_date_service_restriction: day,
  end_date_visibility_restriction: day,
  source_identity: longText(500),
}

/** A statement that the database takes. */
export const aStatement = (puid: string): UncheckedStatement => ({
  puid,
  decision_account: 'DECISION_ACCOUNT_SUSPENDED',
  end_date_account_restriction: '2026-12-24',
  decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
  incompatible_content_ground: 'Rules, section 4: impersonation',
  incompatible_content_explanation: 'The account posed as a public body.',
  content_type: ['CONTENT_TYPE_TEXT'],
  category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
  category_specification: ['KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING'],
  territorial_scope: [...lists.TERRITORIES],
  content_date: '2009-03-18',
  application_date: '2026-11-24',
  decision_facts: 'Reports said that the account posed as a public body. A person compared both.',
  source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
  automated_detection: 'No',
  automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
})

const FIELDS = { ...ABSENT_NOW_AND_THEN, ...OFTEN_ABSENT }
const asJson = (value: object): UncheckedStatement => JSON.parse(JSON.stringify(value))

/** A statement that the database takes, with some fields changed, added or left out. */
const changedStatement = fc
  .tuple(fc.record(FIELDS), fc.subarray(Object.keys(FIELDS), { maxLength: 6 }), fc.boolean())
  .map(([values, names, isLeftOut]) => {
    const changes = names.map((name, place) => [
      name,
      isLeftOut && place === 0 ? undefined : values[name as keyof typeof FIELDS],
    ])
    return asJson({ ...aStatement('stm_1'), ...Object.fromEntries(changes) })
  })

/** Statements of every shape: few changes to a right one, or every field by chance. */
export const someStatements: fc.Arbitrary<UncheckedStatement> = fc.oneof(
  { weight: 3, arbitrary: changedStatement },
  { weight: 1, arbitrary: fc.record(FIELDS, { requiredKeys: [] }).map(asJson) },
)
