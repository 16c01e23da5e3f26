import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { END_PEOPLE_MAX } from '../change/change-body.ts'

/** The field of a list that names a person, by pseudonym or id. */
const FIELD = 'person'
/** A file's first problems suffice to mend it; more are not listed. */
const FAULTS_MAX = 20

interface Row {
  line: number
  person: string
}

interface Known {
  id: string
  pseudonym: string
  ended: boolean
}

/**
 * Reads the people whom a CSV file with a header names, as ids. Refuses the whole file when a row names no person, one who has ended or
 * one who stands in an earlier row, and names each such row and its field.
 */
export async function readEndList(db: Queryable, { text, name }: { text: string; name: string }): Promise<string[]> {
  const rows = parseRows(text, name)
  const { rows: known } = await db.query<Known>(sql`
    select id, pseudonym, ended_at is not null as ended from staff
    where id = any (${rows.map(({ person }) => person)}) or pseudonym = any (${rows.map(({ person }) => person)})`)
  const found = rows.map((row) => ({ ...row, known: findKnown(known, row.person) }))
  const faults = found.flatMap((row, index) => {
    const why = faultOf(row, found.slice(0, index))
    return why === undefined ? [] : [`row ${row.line}, field ${FIELD}: ${why}`]
  })
  if (faults.length > 0) throw refused(name, faults)
  return found.flatMap((row) => (row.known === undefined ? [] : [row.known.id]))
}

const findKnown = (known: readonly Known[], person: string): Known | undefined =>
  known.find(({ id }) => id === person) ?? known.find(({ pseudonym }) => pseudonym === person)

type Found = Row & { known: Known | undefined }

function faultOf({ person, known }: Found, before: readonly Found[]): string | undefined {
  if (person === '') return 'it is empty. Write a pseudonym or an id'
  if (known === undefined) return `no person has the pseudonym or id “${person}”`
  if (known.ended) return `${known.pseudonym} has ended already. Remove the row`
  const twin = before.find((other) => other.known?.id === known.id)
  return twin && `${known.pseudonym} stands in row ${twin.line} already`
}

function parseRows(text: string, name: string): Row[] {
  const records = parseFile(text, name)
  const [first] = records
  if (first === undefined) throw refused(name, ['it has no rows below its header'])
  if (!(FIELD in first.record)) {
    throw refused(name, [`row 1: it has no field “${FIELD}”, and has ${Object.keys(first.record).join(', ')}`])
  }
  if (records.length > END_PEOPLE_MAX) {
    throw refused(name, [`it has ${records.length} rows. One change ends ${END_PEOPLE_MAX} people at most`])
  }
  return records.map(({ record, info }) => ({ line: info.lines, person: record[FIELD]?.trim() ?? '' }))
}

interface CsvRecord {
  record: Record<string, string>
  info: { lines: number }
}

function parseFile(text: string, name: string): CsvRecord[] {
  try {
    const options = { bom: true, info: true, skip_empty_lines: true, trim: true } as const
    return parse<CsvRecord>(text, {
      ...options,
      columns: (header: string[]) => header.map((field) => field.toLowerCase()),
    })
  } catch (error) {
    throw refused(name, [`it can't be read as CSV: ${messageOf(error)}`])
  }
}

function refused(name: string, faults: readonly string[]): DeskError {
  const more = faults.length > FAULTS_MAX ? [`and ${faults.length - FAULTS_MAX} more`] : []
  const lines = [...faults.slice(0, FAULTS_MAX), ...more].map((fault) => `\n  ${fault}`).join('')
  return new DeskError(
    'invalid_input',
    `Nothing was proposed: ${name} can't be used.${lines}\nMend the file and try again.`,
  )
}
