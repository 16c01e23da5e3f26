import sql from 'sql-template-tag'
import { type ViewContent, viewHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const views: CrossCheck = {
  table: 'staff_view',
  rowsById: 'one',
  says: {
    views_recorded: ({ views }) => views.map(({ id, hash: content }) => ({ id, begins: true, row: { content } })),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", kind, subject, account_id as "accountId", case_id as "caseId",
      enforcement_id as "enforcementId", media_id as "mediaId", reason, words, in_case as "inCase", shown, at as shown_at
    from staff_view`,
  shows: ({ id: _id, turn: _turn, shown_at, ...content }) => ({
    content: viewHash({ ...content, at: new Date(String(shown_at)).toISOString() } as unknown as ViewContent),
  }),
}

const alerts: CrossCheck = {
  table: 'reading_alert',
  rowsById: 'each',
  says: { reading_unusual: ({ staffId: id, opened, listed, at }) => ({ id, row: { opened, listed, at } }) },
  rows: sql`select staff_id as id, id as turn, opened, listed, at from reading_alert`,
}

/** The ledger checks of recorded views, and of the alerts about unusual reading. */
export const VIEW_CHECKS: readonly CrossCheck[] = [views, alerts]
