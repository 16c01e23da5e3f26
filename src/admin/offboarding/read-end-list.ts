import { type Message, message } from '../../foundation/messages/message.ts'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { END_PEOPLE_MAX } from '../change/change-body.ts'

/** The field of a list that names a person, by pseudonym or id. */
const FIELD = 'person'
/** The most problems that are listed of one file: the first ones suffice to correct it. */
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
 * Reads the people whom a CSV file with a header names, as ids. Refuses the whole file when a row names no person, one
 * who has ended or one from an earlier row, and reports each such row and its field.
 */
export async function readEndList(db: Queryable, { text, name }: { text: string; name: string }): Promise<string[]> {
  const rows = parseRows(text, name)
  const { rows: known } = await db.query<Known>(sql`
    select id, pseudonym, ended_at is not null as ended from staff
    where id = any (${rows.map(({ person }) => person)}) or pseudonym = any (${rows.map(({ person }) => person)})`)
  const found = rows.map((row) => ({ ...row, known: findKnown(known, row.person) }))
  const faults = found.flatMap((row, index) => {
    const why = faultOf(row, found.slice(0, index))
    return why === undefined ? [] : [message('endList.row', { line: row.line, field: FIELD, why })]
  })
  if (faults.length > 0) throw refused(name, faults)
  return found.flatMap((row) => (row.known === undefined ? [] : [row.known.id]))
}

const findKnown = (known: readonly Known[], person: string): Known | undefined =>
  known.find(({ id }) => id === person) ?? known.find(({ pseudonym }) => pseudonym === person)

type Found = Row & { known: Known | undefined }

function faultOf({ person, known }: Found, before: readonly Found[]): Message | undefined {
  if (person === '') return message('endList.empty')
  if (known === undefined) return message('endList.unknown', { person })
  if (known.ended) return message('endList.ended', { pseudonym: known.pseudonym })
  const twin = before.find((other) => other.known?.id === known.id)
  return twin && message('endList.twice', { pseudonym: known.pseudonym, line: twin.line })
}

function parseRows(text: string, name: string): Row[] {
  const records = parseFile(text, name)
  const [first] = records
  if (first === undefined) throw refused(name, [message('endList.noRows')])
  if (!(FIELD in first.record)) {
    throw refused(name, [message('endList.noField', { field: FIELD, fields: Object.keys(first.record) })])
  }
  if (records.length > END_PEOPLE_MAX) {
    throw refused(name, [message('endList.tooMany', { rows: records.length, limit: END_PEOPLE_MAX })])
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
    throw refused(name, [message('endList.notCsv', { why: messageOf(error) })])
  }
}

function refused(name: string, faults: readonly Message[]): DeskError {
  const more = faults.length > FAULTS_MAX ? [message('endList.more', { count: faults.length - FAULTS_MAX })] : []
  const list = [...faults.slice(0, FAULTS_MAX), ...more]
  return new DeskError('invalid_input', message('endList.refused', { name, faults: { as: 'lines', list } }))
}
