import { createHash } from 'node:crypto'
import { type Approval, type KeyList, RESTORE_ACT, readAssertion, restoreAbout } from '@countersign/platform-kit'
import { parseSubjectKey } from '../../../foundation/domain.ts'
import { canonicalJson } from '../../../foundation/canonical.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import {
  type AssertionRequest,
  approverOf,
  challengeOf,
  freshNonce,
  requestAssertion,
} from '../../../people/signatures/challenge.ts'

const SIGNERS_MIN = 2
const PREPARED_MAX = 1_000
/**
 * The validity of a signature: shorter than a platform accepts, so that the second person has time and two clocks may
 * differ.
 */
const EPOCH_SIGNATURE_MS = 9 * 60_000

/** The restore to sign: one subject, and its enforcements under legal duty. */
export interface OfflineAsk {
  subject: string
  enforcements: readonly string[]
  reason: string
  /** The epoch that this restore begins at the platform, at any generation; it then names no enforcement. */
  epoch?: number
}

/** The text to sign, and the browser's request to the person's authenticator. */
export interface OfflinePrepared {
  signingId: string
  text: string
  options: AssertionRequest<{ type: 'public-key'; id: string }>
}

/** The answer of an authenticator and its browser. */
interface OfflineAssertion {
  signingId: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

interface Waiting {
  enforcement: string
  core: string
  asShown: string
  keyRef: string
}

/**
 * Gathers the signatures by which two people undo restrictions under legal duty without a desk. It needs only a key
 * list that was exported before.
 */
export class OfflineSigning {
  readonly #list: KeyList
  readonly #ask: OfflineAsk
  readonly #waiting = new Map<string, Waiting>()
  readonly #signed: (Approval & { person: string })[] = []

  constructor(list: KeyList, ask: OfflineAsk) {
    this.#list = list
    this.#ask = ask
  }

  /**
   * Returns the texts for the person with this passkey, one for each enforcement. Undefined: no person on the list has
   * it, or too many texts wait for a signature.
   */
  prepare(credentialId: string): OfflinePrepared[] | undefined {
    const key = this.#list.keys.find((each) => each.credentialId === credentialId)
    if (key === undefined || this.#waiting.size >= PREPARED_MAX) return undefined
    return aboutsOf(this.#ask).map((about) => this.#prepareOne(about, key))
  }

  #prepareOne(
    enforcement: string,
    { credentialId, person }: { credentialId: string; person: string },
  ): OfflinePrepared {
    const nonce = freshNonce()
    const { subject, reason, epoch } = this.#ask
    const approver = approverOf(enforcement, person, nonce)
    const text = formatRestoreRequest(this.#ask, enforcement)
    const expiresAt = new Date(systemNow().getTime() + EPOCH_SIGNATURE_MS).toISOString()
    const what = epoch === undefined ? { act: 'restore_offline', enforcement } : { act: RESTORE_ACT, epoch, expiresAt }
    const core = canonicalJson({ ...what, subject, reason, approver, nonce })
    const asShown = canonicalJson({ text, language: 'en', timeZone: 'UTC' })
    const keyRef = createHash('sha256').update(`${enforcement}.${credentialId}`).digest('base64url')
    this.#waiting.set(nonce, { enforcement, core, asShown, keyRef })
    return {
      signingId: nonce,
      text,
      options: requestAssertion(challengeOf(core, asShown), this.#list.rpId, [
        { type: 'public-key', id: credentialId },
      ]),
    }
  }

  /** Accepts a valid signature over a prepared text, once. Returns whether it did. */
  async accept({ signingId, ...assertion }: OfflineAssertion): Promise<boolean> {
    const waiting = this.#waiting.get(signingId)
    this.#waiting.delete(signingId)
    if (waiting === undefined) return false
    const approval = { ...waiting, ...assertion }
    const signed = await readAssertion(approval, waiting.enforcement, this.#list)
    if (signed === undefined) return false
    this.#signed.push({ ...approval, person: signed.person })
    return true
  }

  /** The people who have signed for every enforcement. */
  get people(): string[] {
    const people = [...new Set(this.#signed.map(({ person }) => person))]
    return people.filter((one) =>
      aboutsOf(this.#ask).every((enforcement) =>
        this.#signed.some((each) => each.person === one && each.enforcement === enforcement),
      ),
    )
  }

  /** Returns the approvals for the platform, once two people have signed. Undefined until then. */
  get approvals(): Approval[] | undefined {
    if (this.people.length < SIGNERS_MIN) return undefined
    return this.#signed.map(({ person: _, ...approval }) => approval)
  }
}

const aboutsOf = ({ subject, enforcements, epoch }: OfflineAsk): readonly string[] =>
  epoch === undefined ? enforcements : [restoreAbout(parseSubjectKey(subject), epoch)]

function formatRestoreRequest({ subject, reason, epoch }: OfflineAsk, enforcement: string): string {
  const parts =
    epoch === undefined
      ? [
          'You are one of two people who undo, without the desk, an enforcement that the law required.',
          `Subject: ${subject}`,
          `Enforcement: ${enforcement}`,
        ]
      : [
          'You are one of two people who restore this subject at the platform. This overrides every earlier instruction to the platform.',
          `Subject: ${subject}`,
          `Epoch: ${epoch}`,
          'Enforcements that the law requires stay in effect. Your signature is valid for nine minutes.',
        ]
  return [...parts, `Because: ${reason}`, 'When the second has signed, the platform shows it again at once.'].join('\n')
}
