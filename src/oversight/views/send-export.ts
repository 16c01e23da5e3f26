import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { csvLine, type CsvRow } from '../../foundation/csv.ts'
import type { PageOf, PageRequest } from '../../foundation/database/select-page.ts'
import type { Desk } from '../../policy/desk.ts'
import type { ViewKind } from '../../policy/stage/view.ts'
import { recordViews } from './record-views.ts'

export const CSV = 'text/csv'
export const NDJSON = 'application/x-ndjson'
const TYPES = { csv: CSV, ndjson: NDJSON } as const
export const ExportFormat = Type.Enum(['csv', 'ndjson'], { description: 'CSV, or one JSON object in each line.' })
/** The answer of a route that exports in both formats. */
export const EXPORTED = {
  description: 'The file',
  content: { [CSV]: { schema: Type.String() }, [NDJSON]: { schema: Type.Object({}) } },
}

/** The most rows of one export: a longer list is exported in parts, by its times. */
export const EXPORT_ROWS_MAX = 10_000
/** The rows that are read, recorded and sent at once. No transaction spans two of these pages. */
const ROWS_A_PAGE = 500
/** The reason that the access log shows for rows that left the desk in a file. */
export const EXPORT_REASON = 'export'

export interface Export<Item> {
  /** The name of the file, without its ending. */
  name: string
  format: keyof typeof TYPES
  staffId: string
  /** The kind of the recorded views. Undefined: a list. */
  kind?: ViewKind
  list: (page: PageRequest) => Promise<PageOf<Item>>
  /** The columns of a CSV file, each with its value of a row. */
  columns: Readonly<Record<string, (item: Item) => CsvRow[number] | null>>
}

/**
 * Streams a list as a file, page by page. Each page is in the access log before it is sent. A refusal of the first page
 * is an ordinary answer; a later failure breaks the connection, so no file that was cut looks complete.
 */
export async function sendExport<Item>(desk: Desk, reply: FastifyReply, asked: Export<Item>): Promise<FastifyReply> {
  const pages = readPages(desk, asked)
  const first = await pages.next()
  return reply
    .type(TYPES[asked.format])
    .header('content-disposition', `attachment; filename="${asked.name}.${asked.format}"`)
    .send(Readable.from(writeLines(asked, first.done ? [] : first.value, pages)))
}

async function* readPages<Item>(desk: Desk, { list, staffId, kind = 'list' }: Export<Item>): AsyncGenerator<Item[]> {
  let cursor: string | undefined
  for (let rows = 0; rows < EXPORT_ROWS_MAX; rows += ROWS_A_PAGE) {
    const { items, nextCursor } = await list({ limit: ROWS_A_PAGE, cursor })
    if (items.length > 0) {
      await recordViews(desk, [{ staffId, kind, reason: EXPORT_REASON, shown: items.length, ageMs: 0 }])
      yield items
    }
    if (nextCursor === null) return
    cursor = nextCursor
  }
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
          ? csvLine(Object.values(columns).map((value) => value(item) ?? ''))
          : `${JSON.stringify(item)}\n`,
      )
      .join('')
  yield (format === 'csv' ? csvLine(Object.keys(columns)) : '') + write(first)
  for await (const items of others) yield write(items)
}
