import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

/** An empty payload without an entry that records its erasure was tampered with. */
export const erasedPayloads: CrossCheck = {
  table: 'ledger_payload',
  rowsById: 'one',
  says: {
    payload_erased: ({ numbers }) =>
      numbers.map((number) => ({ id: `number ${number}`, begins: true, row: { erased: true } })),
    entry_restated: ({ number }) => ({ id: `number ${number}`, row: { erased: true } }),
  },
  rows: sql`
    select 'number ' || coalesce(entry.number::text, 'none yet') as id, payload.leaf_id as turn, true as erased
    from ledger_payload payload left join ledger_entry entry on entry.leaf_id = payload.leaf_id
    where payload.erased_at is not null`,
}
