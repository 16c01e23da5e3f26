import { signedTerms } from '../propose/signable-proposal.ts'
import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { Answer, StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Shown, Signable } from '../../foundation/acts.ts'
import { findAskedFor, type Enforcement } from '../queries.ts'
import { showEnforcement } from '../present/show-enforcement.ts'
import { APPROVAL_SENTENCES, findAnswerRefusal } from '../approvers/answer-rights.ts'

/** Returns the approval text that this person signs. Throws when they may not give the approval now. */
export async function prepareAnswer(
  { db }: Pick<Desk, 'db'>,
  answer: 'agree' | 'confirm',
  { about: enforcementId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const enforcement = await findAskedFor(db, enforcementId, by.id)
  if (enforcement === undefined) {
    throw new DeskError('not_found', message('enforcement.notAsked', { enforcementId }))
  }
  await refuseUnless(db, enforcementId, by.id, answer)
  return signableEnforcement(db, enforcement)
}

/** Throws the reason for which this person may not give this answer now. */
export async function refuseUnless(
  db: Queryable,
  enforcementId: string,
  staffId: string,
  answer: Answer,
): Promise<void> {
  const why = await findAnswerRefusal(db, enforcementId, staffId, answer)
  if (why === null) return
  if (why === 'too_quick') throw await tooQuick(db, enforcementId, staffId)
  // The enforcement became incomplete just now. A conflict keeps the new verdict, so that its proposer sees what is
  // missing.
  const code = why === 'incomplete' ? 'conflict' : 'not_allowed'
  throw new DeskError(code, message('approval.refused', { why: APPROVAL_SENTENCES[why] }), { why })
}

/** Builds the refusal of an approval before the reading time is over. The same signature counts afterwards. */
async function tooQuick(db: Queryable, enforcementId: string, staffId: string): Promise<DeskError> {
  const { rows } = await db.query<{ secondsLeft: number }>(sql`
    select ceil(extract(epoch from earliest_approval_time(enforcement, ${staffId}) - desk_now()))::integer as "secondsLeft"
    from enforcement where id = ${enforcementId}`)
  const secondsLeft = Math.max(1, rows[0]?.secondsLeft ?? 1)
  return new DeskError('conflict', message('approval.tooQuick', { seconds: secondsLeft }), {
    why: 'too_quick',
    secondsLeft,
  })
}

/** Returns the approval text that is signed. A change of any field of its core makes another text. */
export async function signableEnforcement(db: Queryable, enforcement: Enforcement): Promise<Signable> {
  const shown = await showEnforcement(db, enforcement)
  return {
    about: enforcement.id,
    core: {
      enforcement: enforcement.id,
      subject: enforcement.subject,
      handle: shown.handle,
      action: enforcement.action,
      ...(enforcement.ownAction && signedTerms(enforcement.ownAction)),
      label: enforcement.label,
      durationMs: enforcement.durationMs,
      ...(enforcement.countries && { countries: enforcement.countries }),
      ...(enforcement.ground && { ground: enforcement.ground, groundRef: enforcement.groundRef }),
      confirmMs: enforcement.confirmMs,
      clauses: createHash('sha256')
        .update(canonicalJson(shown.requirement.approvals as unknown as Json))
        .digest('hex'),
      expiresAt: enforcement.expiresAt.toISOString(),
    },
    asShown: {
      ...(shown as unknown as Shown),
      material: enforcement.materialHash?.toString('hex') ?? null,
    },
  }
}
