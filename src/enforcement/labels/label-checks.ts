import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { hashOf } from '../../ledger/entries/content-hash.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import type { Label } from './label.ts'

const columnsHash = hashOf('src', 'uri', 'cid', 'val', 'neg', 'cts', 'exp')

/** Returns the hash over everything that a label says. */
export const labelHash = ({ src, uri, cid, val, neg, cts, exp }: Label): string =>
  columnsHash({ ...{ src, uri, cid, val, neg }, cts: toIso(cts), exp: exp && toIso(exp) })

/** Every published label is in the ledger as it was signed. */
const labels: CrossCheck = {
  table: 'label',
  rowsById: 'one',
  says: {
    label_published: ({ seq, contentHash: content, subject }) =>
      subject && { id: String(seq), begins: true, row: { content, subject } },
  },
  rows: sql`select seq::text as id, 0 as turn, subject, src, uri, cid, val, neg, cts, exp from label`,
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
