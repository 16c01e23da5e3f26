import type { DsaField, DsaStatement } from './dsa-statement.ts'
import { DECISION_FIELDS, DEPENDENTS, END_FIELDS, FIELDS, type FieldForm, REQUIRED_FIELDS } from './fields.ts'

/** A fault of a statement, with the field as the database names it. */
export interface FieldError {
  field: string
  says: string
}

/** The fields of a statement by name: from a file, or from this desk before they are checked. */
export type UncheckedStatement = Readonly<Record<string, unknown>>
export type Checked = { statement: DsaStatement } | { errors: readonly FieldError[] }

/**
 * Checks a statement by every rule of the database and of its documentation, and leaves out what the database would
 * drop. A statement that passes is one that the database takes. Pure.
 */
export function checkStatement(given: UncheckedStatement): Checked {
  const statement = dropIgnored(given)
  const errors = [...findFormErrors(statement), ...findAbsent(statement), ...findTimeErrors(statement)]
  return errors.length === 0 ? { statement: statement as unknown as DsaStatement } : { errors }
}

/** Leaves out empty fields, and fields that belong to another choice than the statement makes. */
function dropIgnored(given: UncheckedStatement): UncheckedStatement {
  const kept = Object.entries(given).filter(
    ([name, value]) =>
      !isBlank(value) &&
      !DEPENDENTS.some((rule) => rule.field === name && !names(given[rule.on], rule.value)) &&
      !(name === 'source_identity' && given.source_type === 'SOURCE_VOLUNTARY'),
  )
  return Object.fromEntries(kept)
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

const names = (chosen: unknown, value: string): boolean =>
  Array.isArray(chosen) ? chosen.includes(value) : chosen === value

function findFormErrors(statement: UncheckedStatement): FieldError[] {
  return Object.entries(statement).flatMap(([field, value]) => {
    const form = Object.hasOwn(FIELDS, field) ? FIELDS[field as DsaField] : undefined
    const says = form === undefined ? 'is no field of a statement' : findFault(form, value)
    return says === undefined ? [] : [{ field, says }]
  })
}

const PUID = /^[a-zA-Z0-9_-]+$/
const EAN_13 = /^[0-9]{13}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

function findFault(form: FieldForm, value: unknown): string | undefined {
  switch (form.form) {
    case 'list':
      return findListFault(form.of, value)
    case 'ean':
      return isEan(value) ? undefined : 'must be an object with EAN-13 and its 13 digits'
    case 'one':
      return typeof value === 'string' && form.of.includes(value)
        ? undefined
        : 'has a value that the database does not know'
    case 'day':
      return findDayFault(form, value)
    default:
      return findTextFault(form, value)
  }
}

function findTextFault(form: Extract<FieldForm, { charsMax: number }>, value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text'
  if (!value.isWellFormed() || value.includes('\0')) return 'has characters that are not text'
  if (countChars(value, form.charsMax) > form.charsMax) return `has more than ${form.charsMax} characters`
  if (form.form === 'puid' && !PUID.test(value)) return 'must have only letters, digits, hyphens and underscores'
  if (form.form === 'url' && !isWebAddress(value)) return 'must be an address such as https://platform.example/terms'
  return undefined
}

/** Counts characters as the database does: one for each code point. A short text needs no count. */
const countChars = (text: string, enough: number): number => (text.length <= enough ? text.length : [...text].length)

const isWebAddress = (text: string): boolean => /^https?:\/\/[^\s/]+\.[^\s/]+/.test(text) && URL.canParse(text)

function findListFault(of: readonly string[], value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be a list'
  if (!value.every((entry) => of.includes(entry))) return 'has a value that the database does not know'
  return new Set(value).size === value.length ? undefined : 'has a value twice'
}

const isEan = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const [[key, code] = [], ...others] = Object.entries(value)
  return others.length === 0 && key === 'EAN-13' && typeof code === 'string' && EAN_13.test(code)
}

function findDayFault({ from, until }: Extract<FieldForm, { form: 'day' }>, value: unknown): string | undefined {
  if (typeof value !== 'string' || !DAY.test(value) || !isDay(value)) return 'must be a day such as 2031-05-17'
  return value < from || value > until ? `must be a day from ${from} to ${until}` : undefined
}

/** JavaScript turns a 30th of February into the 2nd of March, so the day is compared with the text. */
const isDay = (text: string): boolean => {
  const at = new Date(text)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function findAbsent(statement: UncheckedStatement): FieldError[] {
  const has = (field: DsaField) => Object.hasOwn(statement, field)
  const absent: FieldError[] = REQUIRED_FIELDS.filter((field) => !has(field)).map((field) => ({
    field,
    says: 'is missing',
  }))
  if (!DECISION_FIELDS.some(has)) {
    const says = `is missing, and so are the other restrictions: a statement has at least one of ${DECISION_FIELDS.join(', ')}`
    absent.push({ field: 'decision_visibility', says })
  }
  for (const { field, on, value, required } of DEPENDENTS) {
    if (!required || has(field) || !names(statement[on], value)) continue
    absent.push({ field, says: `is missing: ${on} is ${value}` })
  }
  return absent
}

/** An end is no earlier than the beginning, and belongs to a restriction that the statement has. */
function findTimeErrors(statement: UncheckedStatement): FieldError[] {
  const begins = statement.application_date
  return DECISION_FIELDS.flatMap((decision) => {
    const field = END_FIELDS[decision]
    const ends = statement[field]
    if (typeof ends !== 'string' || typeof begins !== 'string' || findFault(FIELDS[field], ends) !== undefined)
      return []
    if (ends < begins) return [{ field, says: `is before application_date, ${begins}` }]
    return Object.hasOwn(statement, decision) ? [] : [{ field, says: `has no restriction: ${decision} is missing` }]
  })
}
