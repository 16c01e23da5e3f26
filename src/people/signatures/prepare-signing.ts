import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Pool } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { listPasskeys } from '../passkeys/queries.ts'
import type { Act, Signable } from '../../foundation/acts.ts'
import { type AssertionRequest, challengeOf, coreOf, freshNonce, requestAssertion } from './challenge.ts'
import { refuseBarredSigner } from './may-sign.ts'
import { insertSigning } from './queries.ts'
import { textOf } from './text-of.ts'

/** The content that a person reads and signs. */
export interface Prepared {
  signingId: string
  until: Date
  /** Canonical JSON, both: what is signed, to the byte. */
  core: string
  asShown: string
  /** The text that the person reads, rendered only from the two fields above. */
  text: string
  options: AssertionRequest<{ type: 'public-key'; id: string; transports: string[] }>
}

/** Prepares an act for signing, with a fresh nonce: valid for five minutes, for one person, once. */
export async function prepareSigning(
  db: Pool,
  { relyingParty }: Pick<Desk, 'relyingParty'>,
  { act, by, signable }: { act: Act; by: StaffCaller; signable: Signable },
): Promise<Prepared> {
  await refuseBarredSigner(db, act, by.id)
  const keys = (await listPasskeys(db, by.id)).filter(({ counts }) => counts)
  if (keys.length === 0) {
    throw new DeskError('not_allowed', message('signature.noKey'), {
      why: 'no_key',
    })
  }
  const nonce = freshNonce()
  const core = coreOf(act, signable, by.id, nonce)
  const asShown = canonicalJson(signable.asShown)
  const { id, until } = await inAnsweredTransaction(db, (tx) =>
    insertSigning(tx, { staffId: by.id, act, about: signable.about, core, asShown }),
  )
  return {
    signingId: id,
    until,
    core,
    asShown,
    text: textOf(core, asShown),
    options: requestAssertion(
      challengeOf(core, asShown),
      relyingParty.rpId,
      keys.map((key) => ({ type: 'public-key', id: key.id, transports: [...key.transports] })),
    ),
  }
}
