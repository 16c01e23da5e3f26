import { randomBytes } from 'node:crypto'
import type { Desk } from '../desk.ts'
import type { StaffCaller } from '../domain.ts'
import { canonicalJson } from '../lib/canonical.ts'
import type { Queryable } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { listPasskeys } from '../staff/passkey/queries.ts'
import type { Act, Signable } from './acts.ts'
import { challengeOf, coreOf } from './challenge.ts'
import { refuseBarredSigner } from './may-sign.ts'
import { insertSigning } from './queries.ts'
import { textOf } from './text-of.ts'

/** How long what was prepared waits to be signed. PostgreSQL says so too. */
export const SIGNED_WITHIN_MS = 300_000
const NONCE_BYTES = 32

/** What is to be shown and signed. */
export interface Prepared {
  signingId: string
  until: Date
  /** Canonical JSON, both: what is signed, to the byte. */
  core: string
  asShown: string
  /** What the person reads. Made of the two above and of nothing else. */
  text: string
  /** For navigator.credentials.get, as JSON. */
  options: {
    challenge: string
    rpId: string
    timeout: number
    userVerification: 'required'
    allowCredentials: { type: 'public-key'; id: string; transports: string[] }[]
  }
}

/** Prepares what somebody would sign now, with a fresh nonce: kept for five minutes, and good for them and this once. */
export async function prepareSigning(
  db: Queryable,
  { relyingParty }: Pick<Desk, 'relyingParty'>,
  { act, by, signable }: { act: Act; by: StaffCaller; signable: Signable },
): Promise<Prepared> {
  await refuseBarredSigner(db, act, by.id)
  const keys = (await listPasskeys(db, by.id)).filter(({ counts }) => counts)
  if (keys.length === 0) {
    throw new DeskError(
      'not_allowed',
      'Not prepared: this is signed with a passkey, and you have none that counts yet.',
      {
        why: 'no_key',
      },
    )
  }
  const nonce = randomBytes(NONCE_BYTES).toString('base64url')
  const core = coreOf(act, signable, by.id, nonce)
  const asShown = canonicalJson(signable.asShown)
  const { id, until } = await insertSigning(db, { staffId: by.id, act, about: signable.about, core, asShown })
  return {
    signingId: id,
    until,
    core,
    asShown,
    text: textOf(core, asShown),
    options: {
      challenge: challengeOf(core, asShown),
      rpId: relyingParty.rpId,
      timeout: SIGNED_WITHIN_MS,
      userVerification: 'required',
      allowCredentials: keys.map((key) => ({ type: 'public-key', id: key.id, transports: [...key.transports] })),
    },
  }
}
