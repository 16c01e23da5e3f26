import { type Action, parseSubjectKey } from '../../foundation/domain.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import type { Message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { agreeBy } from '../next-step.ts'
import type { Enforcement } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { UNTIL_RESET } from './format-interim.ts'
import { enforcementMessage } from './format-enforcement.ts'

/** An enforcement in words: whose account, what would happen, by when. */
interface Shown {
  handle: string | null
  tags: readonly string[]
  reach: number | null | 'absent'
  action: Action
  label: string | null
  durationMs: number | null
  requirement: Requirement
  sentence: Message
  expiresAt: string
}

export async function showEnforcement(db: Queryable, enforcement: Enforcement): Promise<Shown> {
  const shown = await findShown(db, enforcement)
  if (shown === undefined) throw new Error(`enforcement ${enforcement.id} has no verdict`)
  return shown
}

/** Undefined: the enforcement has no verdict, which its page must survive, because it leads to the stop. */
export async function findShown(db: Queryable, enforcement: Enforcement): Promise<Shown | undefined> {
  const verdict = (await findVerdicts(db, [enforcement.id])).get(enforcement.id)
  if (verdict === undefined) return undefined
  const { requirement, account } = verdict
  const { handle, tags, reach } = account
  const { action, label, durationMs, countries, ownAction } = enforcement
  const about = {
    kind: parseSubjectKey(enforcement.subject).kind,
    handle,
    tags,
    reach,
    action,
    label,
    durationMs,
    countries,
    ownAction,
  }
  const how = enforcement.ground === 'hijack' ? { how: UNTIL_RESET } : {}
  const onGround = enforcement.ground === null ? undefined : { unconfirmedMs: enforcement.confirmMs, ...how }
  const sentence = enforcementMessage({
    ...about,
    onGround,
    requirement,
    erasesAfterDays: account.erasesAfterDays,
    agreeBy: agreeBy(enforcement),
  })
  return {
    handle,
    tags,
    reach,
    action,
    label,
    durationMs,
    requirement,
    sentence,
    expiresAt: enforcement.expiresAt.toISOString(),
  }
}
