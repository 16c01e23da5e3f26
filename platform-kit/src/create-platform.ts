import type { Limits } from './allow.ts'
import { type Answer, answer, refuse, refuseAfter } from './answer.ts'
import { applyInstruction } from './apply.ts'
import { applyBatch } from './apply-batch.ts'
import type { Authority } from './authorisation.ts'
import { encodeBase64 } from './bytes.ts'
import type { ActorsAnswer, Capabilities } from './capabilities.ts'
import { readContact } from './contact.ts'
import { endHijackLock } from './end-hijack-lock.ts'
import type { Handlers } from './handlers.ts'
import type { MediaLink } from './media-facts.ts'
import type { ActionRule } from './own-actions.ts'
import { BATCH_INSTRUCTIONS_MAX, parseCall } from './parse-call.ts'
import type { MediaAnswer, RestrictedBytesAnswer, RestrictedLink, Subject } from './protocol.ts'
import { readBack, readBackBatch } from './read-back.ts'
import { readFacts, readFactsBatch } from './read-facts.ts'
import { listAccountReads, readProfile, readRecentPosts } from './read-profile.ts'
import { readRelatedAccounts } from './related-accounts.ts'
import { restoreByPeople } from './restore-by-people.ts'
import { revertDue } from './revert-due.ts'
import { createVerifier, type SignedCall, type VerifiedCall } from './signature.ts'
import { stopHeld } from './stop-held.ts'
import type { Awaitable, PlatformStore } from './store.ts'
import { readThread } from './thread.ts'

const MEDIA_BYTES_MAX = 8 * 1_048_576
const RESTRICTED_BYTES_MAX = 32 * 1_048_576

export interface PlatformSetup<Tx> {
  /** The webhook secrets, each `whsec_...`: several while one is being rotated. */
  secrets: readonly string[]
  clock: { now(): Date }
  store: PlatformStore<Tx>
  handlers: Handlers<Tx>
  /**
   * The keys the platform trusts beyond the secret. Without them the holder of the secret is the desk. Read anew for
   * each instruction.
   */
  authority?: Authority | (() => Awaitable<Authority>)
  limits?: Limits
  /**
   * The actions of the platform's own by their ids. The platform judges each by this table alone, and refuses one that
   * takes something else by the desk's word.
   */
  actions?: Readonly<Record<string, ActionRule>>
  /** Receives the errors that a handler or the store threw. The desk only learns that the platform was unavailable. */
  onError?: (error: unknown) => void
}

export interface Platform {
  /** Answers one POST of the desk. Never throws. */
  handle(call: SignedCall): Promise<Answer>
  /** Carries out every self-revert whose time has come. Call it at start and on a timer. */
  revertDue(): Promise<number>
  /** Returns the time at which `revertDue` has its next work. */
  nextRevertAt(): Promise<Date | undefined>
  /**
   * Ends a held effect on this subject, so that it never happens: for the platform's own people, without the desk.
   * Answers false where nothing is held. Signatures that came with it never take this subject offline again.
   */
  stopHeld(subject: Subject): Promise<boolean>
  /**
   * Ends one person's lock against a hijacker on this account, without the desk: for the platform's own recovery of accounts, after it has
   * reset the credentials and `read` answers so. Answers false where there is no such lock, or no reset since it began.
   */
  endHijackLock(subject: Subject): Promise<boolean>
}

/** Creates the platform's side of the protocol: it checks each call, acts once, and stores the restore point. */
export function createPlatform<Tx>(setup: PlatformSetup<Tx>): Platform {
  const verify = createVerifier(setup.secrets)
  return {
    async handle(call) {
      try {
        const verified = await verify(call, setup.clock.now().getTime())
        if ('problem' in verified) return refuse('bad_signature', verified.problem)
        return await dispatch(setup, verified.call, call.body)
      } catch (error) {
        return refuseAfter(error, setup.onError)
      }
    },
    revertDue: () => revertDue(setup),
    stopHeld: (subject) => stopHeld(setup, subject),
    endHijackLock: (subject) => endHijackLock(setup, subject),
    async nextRevertAt() {
      const atMs = await setup.store.findNextRevertAtMs()
      return atMs === undefined ? undefined : new Date(atMs)
    },
  }
}

async function dispatch<Tx>(setup: PlatformSetup<Tx>, verified: VerifiedCall, body: string): Promise<Answer> {
  const call = parseCall(body)
  switch (call.type) {
    case 'platform.capabilities':
      return answer(await readCapabilities(setup.handlers))
    case 'platform.actors':
      return answer({ actors: (await setup.handlers.actors?.()) ?? null } satisfies ActorsAnswer)
    case 'subject.apply':
      return applyInstruction(setup, verified, call)
    case 'subject.apply_batch':
      return applyBatch(setup, verified, call.instructions)
    case 'subject.restore':
      return restoreByPeople(setup, verified, call)
    case 'subject.read_back':
      return readBack(setup, call.subject)
    case 'subject.read_back_batch':
      return readBackBatch(setup, call.subjects)
    case 'subject.facts':
      return readFacts(setup, call.subject)
    case 'subject.facts_batch':
      return readFactsBatch(setup, call.subjects)
    case 'subject.profile':
      return readProfile(setup, call.subject)
    case 'subject.recent_posts':
      return readRecentPosts(setup, call.subject)
    case 'subject.related_accounts':
      return readRelatedAccounts(setup, call.subject)
    case 'subject.contact':
      return readContact(setup, call.subject)
    case 'subject.thread':
      return readThread(setup, call)
    case 'subject.media':
      return readMedia(setup, call)
    case 'subject.media_link':
      return findMediaLink(setup, call)
    case 'subject.restricted_link':
      return findRestrictedLink(setup, call)
    case 'subject.restricted_bytes':
      return readRestrictedBytes(setup, call)
    default:
      return call satisfies never
  }
}

/** States what the kit itself offers beside the platform's own capabilities. */
async function readCapabilities<Tx>(handlers: Handlers<Tx>): Promise<Capabilities> {
  return {
    ...(await handlers.capabilities()),
    accountReads: listAccountReads(handlers),
    batch: { instructionsMax: BATCH_INSTRUCTIONS_MAX, readBack: true, facts: true },
    ...(handlers.showStatement && { statements: true }),
  }
}

async function readMedia<Tx>(
  { store, handlers }: PlatformSetup<Tx>,
  { subject, reference }: { subject: Subject; reference: string },
): Promise<Answer> {
  if (handlers.media === undefined) return refuse('refused', 'This platform hands out no media.')
  const read = await store.atomically(subject, async (tx) => handlers.media?.(tx, subject, reference))
  if (!read) return refuse('no_such_subject', 'This platform has no such media.')
  if (read.bytes.length > MEDIA_BYTES_MAX)
    return refuse('refused', `It has more than the ${MEDIA_BYTES_MAX} bytes that a desk takes.`)
  return answer({ mediaType: read.mediaType, base64: encodeBase64(read.bytes) } satisfies MediaAnswer)
}

async function findMediaLink<Tx>(
  { store, handlers }: PlatformSetup<Tx>,
  { subject, reference }: { subject: Subject; reference: string },
): Promise<Answer> {
  if (handlers.mediaLink === undefined) return refuse('refused', 'This platform streams no media.')
  const link = await store.atomically(subject, async (tx) => handlers.mediaLink?.(tx, subject, reference))
  if (!link) return refuse('no_such_subject', 'This platform has no such media.')
  return answer({ address: link.address, until: link.until } satisfies MediaLink)
}

async function findRestrictedLink<Tx>(
  { store, handlers }: PlatformSetup<Tx>,
  { subject, reference }: { subject: Subject; reference: string },
): Promise<Answer> {
  if (handlers.restrictedLink === undefined)
    return refuse('refused', 'This platform opens nothing restricted by a link.')
  const link = await store.atomically(subject, async (tx) => handlers.restrictedLink?.(tx, subject, reference))
  return link ? answer(link satisfies RestrictedLink) : refuse('no_such_subject', 'This platform has no such thing.')
}

async function readRestrictedBytes<Tx>(
  { store, handlers }: PlatformSetup<Tx>,
  { subject, reference }: { subject: Subject; reference: string },
): Promise<Answer> {
  if (handlers.restrictedBytes === undefined)
    return refuse('refused', 'This platform does not hand out restricted media for comparison.')
  const bytes = await store.atomically(subject, async (tx) => handlers.restrictedBytes?.(tx, subject, reference))
  if (!bytes) return refuse('no_such_subject', 'This platform has no media with this reference.')
  if (bytes.length > RESTRICTED_BYTES_MAX)
    return refuse('refused', `The media has more than ${RESTRICTED_BYTES_MAX} bytes, the limit for comparison.`)
  return answer({ base64: encodeBase64(bytes) } satisfies RestrictedBytesAnswer)
}
