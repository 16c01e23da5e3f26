import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Pool } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { listPasskeys } from '../passkeys/queries.ts'
import type { Act, Signable } from '../../foundation/acts.ts'
import type { Language } from '../../foundation/messages/render-message.ts'
import { type AssertionRequest, challengeOf, coreOf, freshNonce, requestAssertion } from './challenge.ts'
import { refuseBarredSigner } from './may-sign.ts'
import { insertSigning } from './queries.ts'
import { renderShown, textOf } from './text-of.ts'

/** An act prepared for a person to read and sign. */
export interface Prepared {
  signingId: string
  until: Date
  /** The signed act, as canonical JSON. */
  core: string
  /** The signed values and text as the person sees them, with language and time zone, as canonical JSON. */
  asShown: string
  /** The text that the person reads, which `asShown` contains. */
  text: string
  options: AssertionRequest<{ type: 'public-key'; id: string; transports: string[] }>
}

/** The time zone of every time in a signed text. */
const TIME_ZONE = 'UTC'

interface SigningRequest {
  act: Act
  by: StaffCaller
  signable: Signable
  /** The language in which the person reads the text. */
  language?: Language
}

/** Prepares an act for signing, with a fresh nonce. The text is valid for five minutes, for one person, once. */
export async function prepareSigning(
  db: Pool,
  { relyingParty }: Pick<Desk, 'relyingParty'>,
  { act, by, signable, language = 'en' }: SigningRequest,
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
  const text = textOf(act, JSON.parse(core), signable.asShown, language)
  const asShown = canonicalJson({ ...renderShown(signable.asShown, language), language, timeZone: TIME_ZONE, text })
  const { id, until } = await inAnsweredTransaction(db, (tx) =>
    insertSigning(tx, { staffId: by.id, act, about: signable.about, core, asShown }),
  )
  return {
    signingId: id,
    until,
    core,
    asShown,
    text,
    options: requestAssertion(
      challengeOf(core, asShown),
      relyingParty.rpId,
      keys.map((key) => ({ type: 'public-key', id: key.id, transports: [...key.transports] })),
    ),
  }
}
