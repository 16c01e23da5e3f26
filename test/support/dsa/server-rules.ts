import * as lists from '../../../src/oversight/transparency/statement/lists.ts'

/**
 * The rules by which the DSA Transparency Database validates a statement, written from its documentation in the form that
 * its framework uses, and so apart from the desk's own check. `excluded` are the fields that it drops.
 */
const OTHERS = (left: string) =>
  ['decision_visibility', 'decision_monetary', 'decision_provision', 'decision_account']
    .filter((name) => name !== left)
    .join()
const ofGround = (ground: string) => `only_with:decision_ground,DECISION_GROUND_${ground}`
const needsGround = (ground: string) => `needed_with:decision_ground,DECISION_GROUND_${ground}|${ofGround(ground)}`
const anEnd = 'optional|day:2020-01-01'
const RULES: Readonly<Record<string, string>> = {
  decision_visibility: `without_all:${OTHERS('decision_visibility')}|optional|array|in:VISIBILITIES`,
  decision_visibility_other:
    'needed_with:decision_visibility,DECISION_VISIBILITY_OTHER|only_with:decision_visibility,DECISION_VISIBILITY_OTHER|max:500',
  decision_monetary: `without_all:${OTHERS('decision_monetary')}|optional|in:MONETARIES`,
  decision_monetary_other:
    'needed_with:decision_monetary,DECISION_MONETARY_OTHER|only_with:decision_monetary,DECISION_MONETARY_OTHER|max:500',
  decision_provision: `without_all:${OTHERS('decision_provision')}|optional|in:PROVISIONS`,
  decision_account: `without_all:${OTHERS('decision_account')}|optional|in:ACCOUNT_DECISIONS`,
  account_type: 'optional|in:ACCOUNT_TYPES',
  decision_ground: 'required|in:DECISION_GROUNDS',
  decision_ground_reference_url: 'optional|url|max:500',
  illegal_content_legal_ground: `${needsGround('ILLEGAL_CONTENT')}|max:500`,
  illegal_content_explanation: `${needsGround('ILLEGAL_CONTENT')}|max:2000`,
  incompatible_content_ground: `${needsGround('INCOMPATIBLE_CONTENT')}|max:500`,
  incompatible_content_explanation: `${needsGround('INCOMPATIBLE_CONTENT')}|max:2000`,
  incompatible_content_illegal: `${ofGround('INCOMPATIBLE_CONTENT')}|optional|in:YES_NO`,
  content_type: 'required|array|in:CONTENT_TYPES',
  content_type_other: 'needed_with:content_type,CONTENT_TYPE_OTHER|only_with:content_type,CONTENT_TYPE_OTHER|max:500',
  content_id: 'optional|ean',
  content_language: 'optional|in:CONTENT_LANGUAGES',
  content_date: 'required|day:2000-01-01',
  category: 'required|in:STATEMENT_CATEGORIES',
  category_addition: 'optional|array|in:STATEMENT_CATEGORIES',
  category_specification: 'optional|array|in:STATEMENT_KEYWORDS',
  category_specification_other: 'only_with:category_specification,KEYWORD_OTHER|optional|max:500',
  territorial_scope: 'optional|array|in:TERRITORIES',
  application_date: 'required|day:2020-01-01',
  end_date_account_restriction: anEnd,
  end_date_monetary_restriction: anEnd,
  end_date_service_restriction: anEnd,
  end_date_visibility_restriction: anEnd,
  decision_facts: 'required|max:5000',
  source_type: 'required|in:SOURCE_TYPES',
  source_identity: 'not_with:source_type,SOURCE_VOLUNTARY|optional|max:500',
  automated_detection: 'required|in:YES_NO',
  automated_decision: 'required|in:AUTOMATED_DECISIONS',
  puid: 'required|puid|max:500',
}

const LISTS = new Map(Object.entries<readonly unknown[]>(lists))

type Given = Readonly<Record<string, unknown>>
interface Validated {
  kept: Record<string, unknown>
  errors: Record<string, string[]>
}

/** Validates one statement: the fields that are stored, and the messages by field. */
export function validateAsServer(raw: unknown): Validated {
  const given = trim(raw)
  const kept: Record<string, unknown> = {}
  const errors: Record<string, string[]> = {}
  for (const [field, rules] of Object.entries(RULES)) {
    const says = validateField(field, rules.split('|'), given)
    if (says !== 'excluded' && says !== undefined) errors[field] = [says]
    if (says === undefined && !isEmpty(given[field])) kept[field] = given[field]
  }
  return { kept, errors }
}

/** Texts are trimmed, and an empty text becomes null, before any rule is read. */
const trim = (raw: unknown): Given =>
  Object.fromEntries(
    Object.entries(typeof raw === 'object' && raw !== null ? raw : {}).map(([name, value]) => {
      const trimmed = typeof value === 'string' ? value.trim() : value
      return [name, trimmed === '' ? null : trimmed]
    }),
  )
const isEmpty = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/** Rules are read from left to right. The first that fails gives the message. */
function validateField(field: string, rules: readonly string[], given: Given): string | 'excluded' | undefined {
  const called = field.replaceAll('_', ' ')
  const value = given[field]
  for (const rule of rules) {
    const [name = '', argument = ''] = rule.split(/:(.*)/s)
    const [other = '', expected = ''] = argument.split(',')
    const chosen = has(given[other], expected)
    if (name === 'needed_with' && chosen && isEmpty(value)) return `The ${called} field is required.`
    if ((name === 'only_with' && !chosen) || (name === 'not_with' && chosen)) return 'excluded'
    if (name === 'without_all' && isEmpty(value) && argument.split(',').every((each) => isEmpty(given[each])))
      return `The ${called} field is required when none of ${argument.split(',').join(' / ').replaceAll('_', ' ')} are present.`
    if (name === 'required' && isEmpty(value)) return `The ${called} field is required.`
    if (name === 'optional' && isEmpty(value)) return undefined
    const wrong = CHECKS[name]?.(value, argument)
    if (wrong !== undefined) return `The ${called} field ${wrong}`
  }
  return undefined
}

const has = (value: unknown, expected: string) => (Array.isArray(value) ? value : [value]).includes(expected)

const DAY_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
function isCalendarDay(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const isLeap = month === 2 && (year % 4 === 0) === (year % 100 !== 0 || year % 400 === 0) && year % 4 === 0
  return day >= 1 && day <= (DAY_OF_MONTH[month - 1] ?? 0) + (isLeap ? 1 : 0)
}

type Check = (value: unknown, argument: string) => string | undefined
const unless = (fine: boolean, says: string) => (fine ? undefined : says)
const CHECKS: Readonly<Record<string, Check>> = {
  array: (value) => unless(Array.isArray(value), 'must be an array.'),
  in: (value, list) => {
    const allowed = LISTS.get(list) ?? []
    return unless(
      (Array.isArray(value) ? value : [value]).every((each) => allowed.includes(each)),
      'is invalid.',
    )
  },
  max: (value, most) =>
    unless(
      typeof value === 'string' && Array.from(value).length <= Number(most),
      `must not be greater than ${most} characters.`,
    ),
  day: (value, first) =>
    unless(
      typeof value === 'string' && isCalendarDay(value) && value >= first && value <= '2038-01-01',
      `must be a date from ${first}.`,
    ),
  puid: (value) => unless(/^[A-Z0-9_-]+$/i.test(String(value)), 'format is invalid.'),
  url: (value) => unless(/^https?:\/\/\S+$/.test(String(value)), 'must be a valid URL.'),
  ean: (value) =>
    unless(
      typeof value === 'object' && /^\{"EAN-13":"\d{13}"\}$/.test(JSON.stringify(value)),
      'must have EAN-13 alone, with 13 digits.',
    ),
}
