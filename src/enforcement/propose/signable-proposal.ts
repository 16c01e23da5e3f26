import type { OwnAction } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import { type Action, parseSubjectKey, type RecordedGround } from '../../foundation/domain.ts'
import type { JudgedAccount } from '../../policy/guards/judge.ts'
import { type StoredAction, withoutTitle } from '../../policy/items/own-actions.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Signable } from '../../foundation/acts.ts'
import { UNTIL_RESET } from '../present/format-interim.ts'
import { outcomeMessage } from '../present/format-enforcement.ts'

/** An enforcement in the form that its proposer signs. */
export interface Proposed {
  subject: string
  action: Action
  label: string | null
  durationMs: number | null
  countries: readonly string[] | null
  policyId: string
  ground: RecordedGround | null
  /** The action of the organisation's own. Left out: it is one of the eight. */
  ownAction?: StoredAction | null
}

/**
 * The platform accepts a signature for this long after the last moment of its use: the platform may be unreachable for
 * a while.
 */
export const TAKEN_WITHIN_MS = 3_600_000
/** The longest hold that a signature allows for; no policy asks for a longer one. */
const HOLD_MAX_MS = 24 * 3_600_000

/**
 * Returns the time until which the platform accepts the signature over an enforcement that other people must approve
 * first.
 */
export const waitingUntil = (now: Date, expiresMs: number): string =>
  new Date(now.getTime() + expiresMs + HOLD_MAX_MS + TAKEN_WITHIN_MS).toISOString()

/** Reserves the id of an enforcement that is signed before it is stored, so that the signature belongs to no other. */
export async function takeEnforcementId(db: Queryable): Promise<string> {
  return db.onlyValue<string>(sql`select 'enf_' || nextval('enforcement_seq') as id`)
}

/** The part of a signature over an action of one's own: its id as `action`, what it takes, and its parameters. */
export const signedTerms = (own: StoredAction): { [Name in keyof OwnAction]: Json } =>
  withoutTitle(own) as unknown as { [Name in keyof OwnAction]: Json }

/** Formats the text that a proposer signs. `waits`: other people must approve before it takes effect. */
export function signableProposal(
  enforcementId: string,
  { subject, action, label, durationMs, countries, policyId, ground, ownAction = null }: Proposed,
  given: { account: Pick<JudgedAccount, 'handle' | 'tags' | 'reach'>; expiresAt: string; waits: boolean },
): Signable {
  const { handle, tags, reach } = given.account
  const says = {
    subject,
    action,
    label,
    durationMs,
    countries: countries && [...countries],
    handle,
    tags,
    reach,
    ownAction,
  }
  return {
    about: enforcementId,
    core: {
      enforcement: enforcementId,
      subject,
      handle,
      action,
      ...(ownAction && signedTerms(ownAction)),
      label,
      durationMs,
      ...(countries && { countries: [...countries].sort() }),
      policy: policyId,
      ...(ground && { ground: ground.kind, groundRef: ground.ref }),
      expiresAt: given.expiresAt,
    },
    asShown: {
      ...{ handle, tags: [...tags], reach },
      sentence: outcomeMessage(
        { ...says, kind: parseSubjectKey(subject).kind },
        ground?.kind === 'hijack' ? { how: UNTIL_RESET } : {},
      ),
      ...(given.waits && { waits: true }),
    },
  }
}
