import sql from 'sql-template-tag'
import { Chain, type ChainedEntry } from '../../../ledger/chain.ts'
import { STORED_PAYLOAD } from '../../../ledger/queries.ts'
import { type RecordedEntry, readStoredEntry, type StoredEntry } from '../../../ledger/recorded-entry.ts'
import type { Queryable } from '../../../foundation/database/db.ts'

/** An entry with its content, and the result of its verification. */
export interface ReadEntry {
  number: number
  kind: string | null
  subject: string | null
  enforcementId: string | null
  erased: boolean
  /** The recorded content; undefined: erased or unreadable. */
  recorded: RecordedEntry | undefined
  leafHash: Buffer
  chainBefore: Buffer | null
  chain: Buffer
  leaf: Buffer | null
  /** The differences from the recorded entry, in words. Empty: leaf, place in the chain and content agree. */
  problems: string[]
}

type Row = ChainedEntry & StoredEntry & { chainBefore: Buffer | null }

/** Reads one entry and verifies it again: its leaf, its link to the entry before, and its commitments. */
export async function readEntry(db: Queryable, number: number): Promise<ReadEntry | undefined> {
  const row = await db.find<Row>(sql`
    select entry.number, entry.leaf_id as "leafId", entry.leaf_hash as "leafHash", entry.chain, before.chain as "chainBefore",
      leaf.leaf, ${STORED_PAYLOAD}
    from ledger_entry entry left join ledger_entry before on before.number = entry.number - 1
    left join ledger_leaf leaf on leaf.id = entry.leaf_id left join ledger_payload payload on payload.leaf_id = entry.leaf_id
    where entry.number = ${number}`)
  if (row === undefined) return undefined
  const { kind, subject, enforcementId, erased, leafHash, chainBefore, chain, leaf } = row
  const inChain = chainProblems(row)
  const { recorded, problems } = readStoredEntry(row, inChain.length === 0)
  return {
    ...{ number, kind, subject, enforcementId, leafHash, chainBefore, chain, leaf },
    erased: erased ?? false,
    recorded,
    problems: [...inChain, ...problems.map(({ detail }) => detail)],
  }
}

function chainProblems(row: Row): string[] {
  if (row.number > 1 && row.chainBefore === null) return ['the entry before it is gone']
  const start = row.chainBefore === null ? undefined : { number: row.number - 1, chain: row.chainBefore }
  return new Chain(start).follow(row).map(({ detail }) => detail)
}
