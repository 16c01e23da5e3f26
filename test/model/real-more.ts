import sql from 'sql-template-tag'
import type { Queryable } from '../../src/foundation/database/db.ts'
import type { SeenRun } from './automation.ts'
import type { SeenBulkAction } from './bulk-action-rules.ts'
import type { Seen } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'

type BulkActionRow = Omit<SeenBulkAction, 'proposedBy' | 'approvedBy' | 'items' | 'judged'> & {
  proposedBy: string
  approvedBy: string | null
  items: (Omit<SeenBulkAction['items'][number], 'subject'> & { subject: string })[] | null
  judged: { by: string; said: number; wrong: number; drawn: number; subjects: string[] }[] | null
}

/** Reads the bulk actions and rule runs of one history. */
export async function readMore(
  db: Queryable,
  platform: ModelPlatform,
  { people, source }: { people: readonly string[]; source: string },
): Promise<Pick<Seen, 'bulkActions' | 'runs'>> {
  const placeOf = (id: string): number => people.indexOf(id)
  const [bulkActions, runs] = await Promise.all([
    db.query<BulkActionRow>(sql`
      select id, action, state, stage, proposed_by as "proposedBy", approved_by as "approvedBy",
        (extract(epoch from approved_at) * 1000)::float8 as "approvedAtMs",
        (select jsonb_agg(jsonb_build_object('subject', subject, 'expected', expected, 'outcome', outcome, 'enforcementId', enforcement_id) order by subject)
          from bulk_action_item where bulk_action_id = bulk_action.id) as items,
        (select jsonb_agg(to_jsonb(one)) from (select staff_id as by, count(conclusion) as said, count(*) as drawn,
            count(*) filter (where conclusion = 'no_violation') as wrong, array_agg(subject) as subjects
          from bulk_action_sample where bulk_action_id = bulk_action.id group by staff_id) one) as judged
      from bulk_action where proposed_by = any (${people}) order by proposed_at, length(id), id`),
    db.query<Omit<SeenRun, 'subject'> & { subject: string }>(sql`
      select rule_id as rule, mode, outcome, subject, enforcement_id as "enforcementId", (extract(epoch from at) * 1000)::float8 as "atMs"
      from automation_run where source = ${source} order by id`),
  ])
  return {
    bulkActions: bulkActions.rows.map(({ proposedBy, approvedBy, items, judged, ...bulkAction }) => ({
      ...bulkAction,
      proposedBy: placeOf(proposedBy),
      approvedBy: approvedBy === null ? null : placeOf(approvedBy),
      items: (items ?? []).map((item) => ({ ...item, subject: platform.nameOf(item.subject) })),
      judged: (judged ?? []).map((one) => ({
        ...one,
        by: placeOf(one.by),
        subjects: one.subjects.map(platform.nameOf),
      })),
    })),
    runs: runs.rows.map((run) => ({ ...run, subject: platform.nameOf(run.subject) })),
  }
}
