import type { Capabilities, PlatformActor } from './capabilities.ts'
import type { Contact } from './contact.ts'
import type { MediaLink } from './media-facts.ts'
import type { ProfileFacts, RecentPost } from './profile.ts'
import type { Fact, PlatformState, RestrictedLink, Subject, SubjectEvent, SubjectFacts } from './protocol.ts'
import type { RelatedSignal } from './related-accounts.ts'
import type { Statement } from './statement.ts'
import type { Awaitable } from './store.ts'
import type { ReadThread, ThreadPage } from './thread.ts'

/** The part that a platform implements. Each handler gets the store's transaction and writes only through it. */
export interface Handlers<Tx> {
  /** Reads the present state of the subject and its reach. Undefined: the subject does not exist. */
  read(tx: Tx, subject: Subject): Awaitable<Reading | undefined>
  /** Brings the subject to the desired state. Not called when `read` shows that state already. */
  write(tx: Tx, subject: Subject, desired: PlatformState, why: WriteCause): Awaitable<void>
  /** Delivers an event to the subject's owner. Called once for each event id. */
  warn(tx: Tx, event: SubjectEvent, subject: Subject, why: WriteCause): Awaitable<void>
  /**
   * Shows a statement of reasons to the owner of the account, or to the author of the content, and to no other. Called
   * once for each statement id, when the effect happens. Without this handler the desk sends no statements.
   */
  showStatement?(tx: Tx, statement: Statement, subject: Subject, why: WriteCause): Awaitable<void>
  /** Reads the facts of a subject. Undefined: there is no such subject. Without `readAt` they count as read now. */
  facts(tx: Tx, subject: Subject): Awaitable<ReadFacts | undefined>
  /**
   * Reads an account as its visitors see it. Undefined: there is no such account. Without this handler the desk shows
   * the account's facts alone.
   */
  profile?(tx: Tx, account: Subject): Awaitable<ProfileFacts | undefined>
  /**
   * Lists the newest posts of an account, the newest first, reposts left out, at most `limit`. Undefined: there is no
   * such account. Without this handler the desk shows the reported post alone.
   */
  recentPosts?(tx: Tx, account: Subject, limit: number): Awaitable<readonly RecentPost[] | undefined>
  /**
   * Lists what an account shares with others, such as a device, with at most `limit` accounts each. Undefined: there is
   * no such account. Without this handler the desk shows no related accounts.
   */
  relatedAccounts?(tx: Tx, account: Subject, limit: number): Awaitable<readonly RelatedSignal[] | undefined>
  /**
   * Returns the confirmed e-mail address of an account's owner, to which the desk sends statements of reasons. Undefined:
   * there is no such account. Answer no address for an account that got no statement within three days, so that a thief
   * of the secret learns few. Without this handler the desk writes no e-mail to the people affected.
   */
  contact?(tx: Tx, account: Subject): Awaitable<Contact | undefined>
  /**
   * Lists the messages around a content: its thread, the transcript of its conversation, or the log of its session, by
   * place, also those that visitors don't see. Undefined: there is no such content. Without this handler the desk shows
   * the messages that `facts` gave.
   */
  thread?(tx: Tx, content: Subject, page: ThreadPage): Awaitable<ReadThread | undefined>
  /**
   * Reads the bytes of one of a content's media, or of an account's picture, at most 8 MiB, by the reference that
   * `facts` or `profile` gave. Undefined: it does not exist. Without this handler the desk shows no media.
   */
  media?(tx: Tx, subject: Subject, reference: string): Awaitable<ReadMedia | undefined>
  /**
   * Makes a link to the bytes of one of a content's media with `stream` in its facts: an address that answers `Range`
   * requests, for a short time. Undefined: it does not exist. Without this handler the desk plays no streamed media.
   */
  mediaLink?(tx: Tx, subject: Subject, reference: string): Awaitable<MediaLink | undefined>
  /**
   * Makes a link by which a person of the desk looks at restricted evidence, by the reference that facts or a report
   * gave: a page of the platform's own that authenticates them, for a short time. Undefined: it does not exist. Without
   * this handler the desk shows hash and reference alone.
   */
  restrictedLink?(tx: Tx, subject: Subject, reference: string): Awaitable<RestrictedLink | undefined>
  /**
   * Reads the bytes of restricted evidence, at most 32 MiB, so that the desk compares their hash with a list of
   * verified child-abuse material. Undefined: it does not exist. Without this handler nothing restricted ever matches
   * such a list.
   */
  restrictedBytes?(tx: Tx, subject: Subject, reference: string): Awaitable<Uint8Array | undefined>
  capabilities(): Awaitable<Capabilities>
  /**
   * The time for which the platform itself holds an instruction that takes this subject offline, so that its own people can look. Without it
   * nothing is held. At most an hour.
   */
  holdMs?(tx: Tx, subject: Subject): Awaitable<number>
  /**
   * Alerts the platform's own people on call, by the platform's own channel, that an instruction is being held and
   * until when: `stopHeld` ends it. Called when a hold begins and when the held instruction changes, in its
   * transaction.
   */
  tellHeld?(tx: Tx, held: HeldNotice): Awaitable<void>
  /**
   * Alerts the platform's own people on call that one person of the key list took a content of a protected account
   * offline alone, or locked a hijacked one, and on which ground. Called once for each enforcement, in its transaction.
   */
  notifyActedAlone?(tx: Tx, acted: ActedAloneNotice): Awaitable<void>
  /**
   * Counts the people of the pinned list who must have signed before this subject goes offline, from the platform's own
   * knowledge alone. 0: it is not protected. Called only where there is a pinned list.
   */
  protects?(tx: Tx, subject: Subject): Awaitable<number>
  /**
   * Lists the people and programs that can act on accounts without the desk: an admin tool, interfaces, scripts. The
   * desk's doctor shows them. Without this handler the desk says that it does not know.
   */
  actors?(): Awaitable<readonly PlatformActor[]>
}

export interface HeldNotice {
  subject: Subject
  /** The time at which the held effect happens, in ISO 8601. */
  notBefore: string
  desired: PlatformState
  /** The enforcements on which the held instruction is based, as the desk states them. */
  enforcements: readonly string[]
}

export interface ActedAloneNotice {
  subject: Subject
  account: string
  enforcement: string
  /** The ground, one of `order`, `match`, `document`, `harm` and `hijack`, as its proposer signed it. */
  ground: string
}

export interface Reading {
  state: PlatformState
  reach: Fact<number>
  /**
   * The time at which the account's rightful owner had its credentials reset and all its sessions ended, whichever came
   * later, in ISO 8601. A lock that is older ends by it. Leave it out where that never happened.
   */
  credentialsResetAt?: string | undefined
  /** The time at which any person last changed its password, address or second factor, in ISO 8601. */
  credentialsChangedAt?: string | undefined
  /** The public address at which a visitor sees the subject, so that the desk can open it as one. */
  address?: string | undefined
}

export interface ReadMedia {
  /** The media type, such as image/png. */
  mediaType: string
  bytes: Uint8Array
}

export interface WriteCause {
  /**
   * `self_revert`: the platform reverted at the time the desk had set. `people`: two of the pinned list signed it. `reset`: the platform's own
   * recovery of the account ended a lock.
   */
  cause: 'desk' | 'self_revert' | 'people' | 'reset'
  generation: number
}

export type ReadFacts = Omit<SubjectFacts, 'readAt'> & { readAt?: string }

/** Thrown by a handler to say that the platform will never do this. The desk is told the reason and does not ask again. */
export class RefusedByPlatform extends Error {
  override name = 'RefusedByPlatform'
}
