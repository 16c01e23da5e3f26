import type { Queryable } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { ActingGround, Action, Actor, EnforcementSource } from '../../foundation/domain.ts'
import { actorKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { isExemptFromDenials, refuseDenied } from '../../people/staff/denied-actions.ts'
import { isRestrictive } from '../../policy/requirements/action-order.ts'

/** The refusals of a restrictive proposal. `standing` covers a departure without naming it. */
export const ASK_SENTENCES = {
  ended: message('proposal.refusal.ended'),
  restricted: message('proposal.refusal.restricted'),
  standing: message('proposal.refusal.standing'),
  loosened: message('proposal.refusal.loosened'),
  platform: message('proposal.refusal.platform'),
} as const

interface Asked {
  by: Actor
  action: Action
  /** The action as which it is judged, where the account's contents were counted. Left out: `action`. */
  countsAs?: Action
  /** The person in whose name a rule of automation acts: its owner. Null: none. */
  ownerId?: string | null
  /** The ground on which one person acts alone. Absent or null: none. */
  ground?: ActingGround | null | undefined
  /** True for an action that the law, or such a ground, lets one person take alone. */
  alone: boolean
  interim?: boolean
  source: EnforcementSource
  subject: string | null
  accountId: string | null
}

/**
 * Refuses restrictive proposals that this person may not make now. A restricted person makes none. In the last hour of
 * their employment a person proposes only interim measures and what the law lets one person do alone. The authors of a
 * change that loosened a protection propose nothing there for seven days. Actions that are denied to the person or to
 * their role are refused too, except on grounds that a freeze leaves alone. PostgreSQL refuses the same.
 */
export async function refuseBarred(db: Queryable, asked: Asked): Promise<void> {
  const { by, action, alone, interim = false, source, subject, accountId } = asked
  // The rights of a bulk action's proposer were checked when they proposed it.
  const isMild = alone || interim || source === 'bulk_action'
  const { countsAs = action, ownerId = null } = asked
  const bound: Actor = ownerId === null ? by : { kind: 'staff', id: ownerId }
  const { why, denied } = await db.only<{ why: keyof typeof ASK_SENTENCES | null; denied: Action[] }>(prepared(
    'why-not-ask',
  )`
    select coalesce(proposal_refusal(${actorKey(by)}, ${action}, ${isMild}),
      case when ${subject}::text is not null and not acts_at(${actorKey(bound)}, ${subject}) then 'platform' end,
      case when ${isBarredAuthor(asked)} and loosened_protection_recently(${by.kind === 'staff' ? by.id : null}, ${subject}, ${accountId})
        then 'loosened' end) as why, denied_actions(${actorKey(bound)}, ${subject}) as denied`)
  if (why !== null) throw new DeskError('not_allowed', ASK_SENTENCES[why], { why })
  if (!isExemptFromDenials(asked)) await refuseDenied(db, denied, { action, countsAs })
}

/**
 * True where an author of a loosening proposes nothing for seven days. Exceptions are interim measures and actions on
 * an authority's authenticated order or a verified match, which no person can invent. PostgreSQL refuses it by
 * proposer_loosened_protection.
 */
const isBarredAuthor = ({ by, action, ground, interim, subject }: Asked): boolean =>
  by.kind === 'staff' &&
  subject !== null &&
  !interim &&
  isRestrictive(action) &&
  ground !== 'order' &&
  ground !== 'match'
