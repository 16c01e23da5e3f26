import { inTransaction } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { DESK } from '../../foundation/domain.ts'
import { type ViewContent, viewHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import type { AgedView } from './view-log.ts'

/** Stores views, with one ledger entry that holds the hash of each view. */
export async function recordViews(desk: Pick<Desk, 'db'>, views: readonly AgedView[]): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const { rows: ids } = await tx.query<{ id: string }>(prepared('next-view-ids')`
      select 'view_' || nextval('staff_view_seq') as id from generate_series(1, ${views.length}::integer)`)
    const stored = views.map((view, place) => ({
      id: ids[place]?.id ?? '',
      content: contentOf(view, new Date(tx.now.getTime() - Math.round(view.ageMs))),
    }))
    tx.queue(prepared('insert-views')`
      insert into staff_view (id, staff_id, kind, subject, account_id, case_id, enforcement_id, media_id, reason, words, in_case, shown, at)
      select id, "staffId", kind, subject, "accountId", "caseId", "enforcementId", "mediaId", reason, words, "inCase", shown, at
      from json_to_recordset(${JSON.stringify(stored.map(({ id, content }) => ({ id, ...content })))}) view (
        id text, "staffId" text, kind text, subject text, "accountId" text, "caseId" text, "enforcementId" text, "mediaId" text, reason text,
        words text, "inCase" boolean, shown integer, at timestamptz)`)
    queueEntry(tx, {
      kind: 'views_recorded',
      views: stored.map(({ id, content }) => ({ id, hash: viewHash(content) })),
      by: DESK,
    })
  })
}

const contentOf = (view: AgedView, at: Date): ViewContent => ({
  staffId: view.staffId,
  kind: view.kind,
  subject: view.subject ?? null,
  accountId: view.accountId ?? null,
  caseId: view.caseId ?? null,
  enforcementId: view.enforcementId ?? null,
  mediaId: view.mediaId ?? null,
  reason: view.reason ?? null,
  words: view.words ?? null,
  inCase: view.inCase ?? false,
  shown: view.shown ?? 1,
  at: at.toISOString(),
})
