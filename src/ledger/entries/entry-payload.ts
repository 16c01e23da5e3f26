import type { Json } from '../../foundation/canonical.ts'

/** The kinds of entries by their stage. Each stage adds its own in its `stage.ts`: `declare module` and this interface. */
export interface LedgerEntries {
  ledger:
    | {
        /**
         * An entry that records the erasure of a person's payloads: their entry numbers, and the rows that have no other
         * ledger entry now.
         */
        kind: 'payload_erased'
        numbers: readonly number[]
        rows: readonly { table: string; id: string }[]
        /** The number of deleted rows by kind of data, when a time of storage was over. */
        counts?: Readonly<Record<string, number>>
      }
    /** The statements of an emptied entry, without the words about a person. `entry` is its payload. */
    | { kind: 'entry_restated'; number: number; leafId: number; entry: Json }
}

/** The content of every kind of ledger entry. `subject` and `enforcementId` are stored beside it. */
export type EntryPayload = LedgerEntries[keyof LedgerEntries]
