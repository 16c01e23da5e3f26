import type { Desk } from '../../policy/desk.ts'
import type { Gathered } from '../../enforcement/facts/ask-platform.ts'
import { readFacts, type ToJudge } from '../../enforcement/facts/gather-facts.ts'
import { isDemanding, type JudgedBy, judge } from '../../policy/guards/judge.ts'
import type { Tx } from '../../foundation/database/db.ts'
import type { Campaign } from '../actions/campaign-queries.ts'

/** What is judged: one order of the campaign, by whoever asked for it, as they were when they did. */
export const toJudge = (
  { action, proposedBy, actorFacts }: Campaign,
  { subject, accountId }: { subject: string; accountId: string | null },
  gathered: Gathered,
): ToJudge => ({
  subject,
  accountId,
  action,
  by: { kind: 'staff', id: proposedBy },
  source: 'campaign',
  legalDuty: false,
  openedAt: null,
  gathered,
  ...(actorFacts === null ? {} : { actorFacts }),
})

/** The facts of one, and whether anything is asked for because of them: by the very guards that every order meets. */
export async function judgeOne(
  tx: Tx,
  { policies: { guards } }: Desk,
  ask: ToJudge,
): Promise<{ judgedBy: JudgedBy; guarded: boolean }> {
  const judgedBy = await readFacts(tx, guards, ask)
  const { requirement } = judge(guards.guards, ask.action, judgedBy)
  return { judgedBy, guarded: isDemanding(requirement) }
}
