import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import { clean, FORM, isEmail, isNameFit, line } from '../notices/read-notice.ts'
import type { Form } from '../pages/read-form.ts'

/** The longest values, within the limits of the table. */
export const WORDS_CHARS_MAX = 4_900
export const POSTAL_CHARS_MAX = 500
export const PHONE_CHARS_MAX = 40

/** The fields of a counter-notice, in the order of the form. */
export const COUNTER_FIELDS = [
  'words',
  'name',
  'address',
  'phone',
  'email',
  'statement',
  'consent',
  'signature',
] as const
export type CounterField = (typeof COUNTER_FIELDS)[number]

/** A counter-notice as its sender wrote it. */
export interface CounterDraft {
  words: string
  name: string
  signature: string
  /** Null: not given. */
  address: string | null
  phone: string | null
  email: string | null
}

/** The values of the fields as they came. The two statements are `yes` where they were made. */
export type CounterValues = Readonly<Record<CounterField, string>>

const PHONE = /^[+(]?[\d][\d ()./-]{4,}$/

/**
 * Reads a counter-notice by the rules of its policy. Pure. Returns every field that is missing or can't be used. A field
 * for which the law does not ask may stay empty.
 */
export function readCounterNotice(
  given: CounterValues,
  { asks, consent }: CounterNoticeRules,
): { draft: CounterDraft } | { faults: readonly CounterField[] } {
  const [words, address] = [clean(given.words), clean(given.address)]
  const [name, phone, email, signature] = [given.name, given.phone, given.email, given.signature].map(line) as [
    string,
    string,
    string,
    string,
  ]
  const isLeftOut = (field: 'address' | 'phone' | 'email', value: string) => value === '' && !asks.includes(field)
  const checks: Record<CounterField, boolean> = {
    words: words !== '' && words.length <= WORDS_CHARS_MAX,
    name: isNameFit(name, false),
    address: isLeftOut('address', address) || (/\p{L}/u.test(address) && address.length <= POSTAL_CHARS_MAX),
    phone: isLeftOut('phone', phone) || (PHONE.test(phone) && phone.length <= PHONE_CHARS_MAX),
    email: isLeftOut('email', email) || isEmail(email),
    statement: given.statement === 'yes',
    consent: consent === null || given.consent === 'yes',
    signature: isNameFit(signature, false),
  }
  const faults = COUNTER_FIELDS.filter((field) => !checks[field])
  if (faults.length > 0) return { faults }
  const orNull = (text: string) => (text === '' ? null : text)
  return {
    draft: { words, name, signature, address: orNull(address), phone: orNull(phone), email: orNull(email) },
  }
}

/** Returns the values of a form, and its random number. Undefined: the form has none. */
export function valuesOf({ fields }: Form): { values: CounterValues; form: string | undefined } {
  const values = Object.fromEntries(COUNTER_FIELDS.map((field) => [field, fields.get(field) ?? ''])) as CounterValues
  const form = fields.get('form') ?? ''
  return { values, form: FORM.test(form) ? form : undefined }
}
