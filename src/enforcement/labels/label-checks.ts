import sql from 'sql-template-tag'
import { toIso } from '../../foundation/time/to-iso.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { hashOf } from '../../ledger/entries/content-hash.ts'
import type { Label } from './label.ts'

const columnsHash = hashOf('src', 'uri', 'cid', 'val', 'neg', 'cts', 'exp')

/** Returns the hash over everything that a label says. */
export const labelHash = ({ src, uri, cid, val, neg, cts, exp }: Label): string =>
  columnsHash({ ...{ src, uri, cid, val, neg }, cts: toIso(cts), exp: exp && toIso(exp) })

const rowOf = (
  { seq, contentHash: content, subject }: { seq: number; contentHash: string; subject?: string },
  lost: boolean,
) => subject && { id: String(seq), begins: true, row: { content, subject, lost } }

/** Every published label is in the ledger as it was signed, and each lost one that was found again. */
const labels: CrossCheck = {
  table: 'label',
  rowsById: 'one',
  says: {
    label_published: (entry) => rowOf(entry, false),
    lost_label_found: (entry) => rowOf(entry, true),
    lost_label_retracted: (entry) => rowOf(entry, false),
  },
  rows: sql`select seq::text as id, 0 as turn, subject, src, uri, cid, val, neg, cts, exp, lost from label`,
  shows: (row) => ({
    ...row,
    content: columnsHash({
      ...row,
      cts: toIso(new Date(String(row.cts))),
      exp: row.exp === null || row.exp === undefined ? null : toIso(new Date(String(row.exp))),
    }),
  }),
}

export const LABEL_CHECKS: readonly CrossCheck[] = [labels]
