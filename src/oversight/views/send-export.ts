import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { formatCsvLine, type CsvRow } from '../../foundation/csv.ts'
import type { PageOf, PageRequest } from '../../foundation/database/select-page.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { readmitStaff, staffOf } from '../../people/access/caller.ts'
import type { Desk } from '../../policy/desk.ts'
import type { ViewKind } from '../../policy/stage/view.ts'
import { formatFilter } from './format-filter.ts'
import { recordViews } from './record-views.ts'

const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const
export const ExportFormat = Type.Enum(['csv', 'ndjson'], { description: 'CSV, or one JSON object in each line.' })

/** The answers of a route that exports as CSV. */
export const EXPORTED_CSV = answersOf({ [TYPES.csv]: { schema: Type.String() } })

/** Returns the answers of a route that exports as CSV, or as NDJSON with one row in each line. */
export const exportedAs = (row: TSchema) =>
  answersOf({ [TYPES.csv]: { schema: Type.String() }, [TYPES.ndjson]: { schema: row } })

function answersOf<Content>(content: Content) {
  return { 200: { description: 'The file', content }, 422: Problem, 429: Problem, 503: Problem }
}

/** The most rows of one export: a longer list is exported in parts, by its times. */
const EXPORT_ROWS_MAX = 10_000
/** The rules of every export, for the description of its route. */
export const EXPORT_RULES = `422: more than ${EXPORT_ROWS_MAX} rows match; export them by shorter periods. 429: an export of yours is still running. Text that a spreadsheet would run as a formula stays text in CSV. The reason, the filter and each page are in the access log and count as reading.`
/** The rows that are read, recorded and sent at once. No transaction spans two of these pages. */
const ROWS_A_PAGE = 500

/** The people with a running export, for each desk of this process. */
const running = new WeakMap<Desk, Set<string>>()

export interface Export<Item> {
  /** The name of the file, without its ending. */
  name: string
  format: keyof typeof TYPES
  /** The reason that the person gave. */
  reason: string
  /** The filter as the person gave it, for the access log. */
  filter: Readonly<Record<string, unknown>>
  /** The kind of the recorded views. Undefined: a list. */
  kind?: ViewKind
  /** True when the filter finds more rows than the number. */
  hasMore: (than: number) => Promise<boolean>
  list: (page: PageRequest, caller: StaffCaller) => Promise<PageOf<Item>>
  /** The columns of a CSV file, each with its value of a row. */
  columns: Readonly<Record<string, (item: Item) => CsvRow[number] | null>>
}

interface Asker {
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * Streams a list as a file, page by page, one file at a time for each person. Each page is in the access log before it
 * is sent. A refusal before the first page is an ordinary answer. A later failure, and the end of the reader's session
 * or rights, break the connection, so no file that was cut looks complete. HEAD reads and records nothing.
 */
export async function sendExport<Item>(
  desk: Desk,
  { request, reply }: Asker,
  asked: Export<Item>,
): Promise<FastifyReply> {
  const { name, format } = asked
  // Only an answer with the file is a download: a refusal is shown as what it is.
  const asFile = () =>
    reply.type(TYPES[format]).header('content-disposition', `attachment; filename="${name}.${format}"`)
  if (request.method === 'HEAD') return asFile().send('')
  startExport(desk, staffOf(request).id, reply)
  if (await asked.hasMore(EXPORT_ROWS_MAX)) {
    throw new DeskError('refused', message('view.exportTooLong', { limit: EXPORT_ROWS_MAX }))
  }
  const pages = readPages(desk, request, asked)
  const first = await pages.next()
  return asFile().send(Readable.from(writeLines(asked, first.done ? [] : first.value, pages)))
}

/** Refuses a second export of a person while their first one runs: until its answer is sent or the reader has left. */
function startExport(desk: Desk, staffId: string, { raw }: FastifyReply): void {
  const people = running.get(desk) ?? new Set()
  running.set(desk, people)
  if (people.has(staffId)) throw new DeskError('too_many', message('view.exportRunning'))
  if (raw.destroyed) return
  people.add(staffId)
  raw.once('close', () => people.delete(staffId))
}

async function* readPages<Item>(desk: Desk, request: FastifyRequest, asked: Export<Item>): AsyncGenerator<Item[]> {
  const { kind = 'list', reason, filter, name, format } = asked
  const words = formatFilter(`${name}.${format}`, filter)
  let cursor: string | undefined
  for (let rows = 0; rows < EXPORT_ROWS_MAX; rows += ROWS_A_PAGE) {
    const caller = rows === 0 ? staffOf(request) : await readmitStaff(request)
    const { items, nextCursor } = await asked.list({ limit: ROWS_A_PAGE, cursor }, caller)
    if (items.length > 0) {
      await recordViews(desk, [{ staffId: caller.id, kind, reason, words, shown: items.length, ageMs: 0 }])
      yield items
    }
    if (nextCursor === null) return
    cursor = nextCursor
  }
  throw new Error(`rows were added to ${name} after they were counted: the file would end before its last row`)
}

async function* writeLines<Item>(
  { format, columns }: Export<Item>,
  first: readonly Item[],
  others: AsyncIterable<readonly Item[]>,
): AsyncGenerator<string> {
  const write = (items: readonly Item[]): string =>
    items
      .map((item) =>
        format === 'csv'
          ? formatCsvLine(Object.values(columns).map((value) => value(item) ?? ''))
          : `${JSON.stringify(item)}\n`,
      )
      .join('')
  yield (format === 'csv' ? formatCsvLine(Object.keys(columns)) : '') + write(first)
  for await (const items of others) yield write(items)
}
