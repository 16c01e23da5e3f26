import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { Chain, type Link } from '../../ledger/chain.ts'
import { listNumbered, type NumberedEntry } from '../../ledger/queries.ts'
import { readStoredEntry } from '../../ledger/recorded-entry.ts'
import { readKnown } from './export-facts.ts'
import type { ExportLine } from './exported-fields.ts'
import { type NumberedContent, toLines } from './to-lines.ts'

/** The place in the ledger from which a reader continues. */
export interface Position {
  after: number
  /** The chain hash of the entry `after`, as the last export gave it. Undefined: the reader stored none. */
  chain?: string | undefined
}

export interface ExportAsked extends Position {
  /** The most entries. */
  limit: number
  platform: string
}

export interface ExportBatch {
  lines: ExportLine[]
  /** The last entry of the batch. */
  last: Link
  /** True when entries after it are left. */
  more: boolean
}

/** The place after all copies of one number. */
const LAST_PLACE = '(4294967295,65535)'
const ENCODING = 'base64url'

export const formatChain = ({ chain }: Link): string => chain.toString(ENCODING)

/**
 * Returns the entry after which a reader continues. Refuses a cursor that is not of this ledger: after a restored backup
 * the entries after it would be others than those that the reader missed.
 */
export async function findPosition(db: Queryable, { after, chain }: Position): Promise<Link> {
  if (after === 0) return { number: 0, chain: Buffer.alloc(32) }
  const link = await db.find<Link>(sql`select number, chain from ledger_entry where number = ${after}`)
  if (link === undefined) {
    const last = await readLast(db)
    throw new DeskError('conflict', message('export.ahead', { after, last }))
  }
  if (chain !== undefined && chain !== formatChain(link)) {
    throw new DeskError('conflict', message('export.otherChain', { after }))
  }
  return link
}

/**
 * Reads the entries after a position in the order of their numbers, batch by batch, each verified against the chain. No
 * transaction spans two batches, and only one is in memory. An entry that doesn't verify ends the export with an error.
 */
export async function* readExport(
  db: Queryable,
  from: Link,
  { limit, platform }: Pick<ExportAsked, 'limit' | 'platform'>,
): AsyncGenerator<ExportBatch> {
  const chain = new Chain(from)
  let last = from
  for (let left = limit; left > 0; ) {
    const entries = (await listNumbered(db, { number: last.number, place: LAST_PLACE })).slice(0, left)
    const end = entries.at(-1)
    if (end === undefined) return
    const read = entries.map((entry) => readVerified(chain, entry))
    const known = await readKnown(
      db,
      read.flatMap(({ recorded }) => recorded ?? []),
    )
    left -= entries.length
    last = { number: end.number, chain: end.chain }
    const lines = read.flatMap((entry) => toLines(entry, known, platform))
    yield { lines, last, more: last.number < (await readLast(db)) }
  }
}

function readVerified(chain: Chain, entry: NumberedEntry): NumberedContent {
  const inChain = chain.follow(entry)
  const { recorded, problems } = readStoredEntry(entry, inChain.length === 0)
  const [problem] = [...inChain, ...problems]
  if (problem) throw new Error(`the export ends before entry ${entry.number} of the ledger: ${problem.detail}`)
  return { number: entry.number, recorded }
}

const readLast = (db: Queryable): Promise<number> =>
  db.onlyValue<number>(sql`select coalesce(max(number), 0)::bigint as last from ledger_entry`)
