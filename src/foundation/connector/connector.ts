import type {
  ApplyAnswer,
  Assertion,
  Capabilities,
  Instruction,
  PlatformActor,
  Profile,
  ReadBack,
  ReadContact,
  RecentPosts,
  Refusal,
  RelatedAccounts,
  RestrictedLink,
  SubjectFacts,
  Thread,
  ThreadPage,
} from '@countersign/platform-kit'
import type { Subject } from '../domain.ts'
import type { EffectGrounds } from './effect-signer.ts'
import type { Guarantees } from './guarantees.ts'
import type { MediaAsked, OpenedMedia } from './media-stream.ts'

export { generationStepMax } from '@countersign/platform-kit'

/**
 * The desk's side of a platform. Every call ends within its time limit. `undefined` means that the platform has no such
 * subject; every failure is a `ConnectorError`. A method left out: the platform offers no such read.
 */
export interface Connector {
  /** Returns the guarantees at the platform of this subject. Without a subject: at the default platform. */
  guarantees(at?: Subject): Guarantees
  /** The guarantees of each platform that the desk calls, by name. Left out: the default platform is the only one. */
  platforms?(): ReadonlyMap<string, Guarantees>
  /** Reads what the platform of this subject states of itself. Without a subject: the default platform. */
  capabilities(at?: Subject): Promise<Capabilities>
  facts(subject: Subject): Promise<SubjectFacts | undefined>
  /** The most subjects of this subject's platform that one call of `factsBatch` takes. 1: single calls alone. */
  factsMax?(subject: Subject): number
  /**
   * Reads the facts of subjects of one platform as `facts` does, in one call. Returns those of each, in their order: one
   * that fails stops no other.
   */
  factsBatch?(subjects: readonly Subject[]): Promise<readonly (SubjectFacts | ConnectorError | undefined)[]>
  /**
   * Applies an instruction at most once for each `(subject, generation)`, however often it is sent. Each attempt is
   * signed anew.
   */
  apply(instruction: Instruction, grounds: EffectGrounds): Promise<ApplyAnswer>
  /**
   * Applies each instruction as `apply` does, in as few calls as the platform takes. Returns the outcome of each, in
   * their order: one that fails stops no other. Left out: the platform takes single calls alone.
   */
  applyBatch?(attempts: readonly Attempt[]): Promise<readonly (ApplyAnswer | ConnectorError)[]>
  /** Restores a subject by the signatures of two people, at any generation, and begins the subject's next epoch. */
  restore?(subject: Subject, epoch: number, signatures: readonly Assertion[]): Promise<ApplyAnswer>
  /** Reads an account as its visitors see it. `absent`: the platform offers no such read. */
  profile?(account: Subject): Promise<Profile | 'absent' | undefined>
  /** Lists the newest posts of an account, at most 10. `absent`: the platform offers no such read. */
  recentPosts?(account: Subject): Promise<RecentPosts | 'absent' | undefined>
  /**
   * Lists the accounts that share signals with an account. The id of a signal is a hash. `absent`: the platform offers no
   * such read.
   */
  relatedAccounts?(account: Subject): Promise<RelatedAccounts | 'absent' | undefined>
  /**
   * Reads the e-mail address of an account's owner, and their language. It is stored nowhere. `absent`: the platform
   * offers no such read.
   */
  contact?(account: Subject): Promise<ReadContact | 'absent' | undefined>
  /** Lists messages around a content, in the order of their places. `absent`: the platform offers no such read. */
  thread?(content: Subject, page: ThreadPage): Promise<Thread | 'absent' | undefined>
  /**
   * Returns the bytes of a content's medium or of an account's picture, by the reference that the platform gave.
   * Reading stops soon after `bytesMax` bytes, so a few more may be returned.
   */
  media(subject: Subject, reference: string, limit?: { bytesMax: number }): Promise<MediaBytes | undefined>
  /** Opens a part of a medium that is streamed. Undefined: the platform streams no such medium. */
  openMedia?(subject: Subject, reference: string, asked: MediaAsked): Promise<OpenedMedia | undefined>
  /** Returns the link to a restricted medium on the platform's own pages. Undefined: the platform has no such page. */
  restrictedLink?(subject: Subject, reference: string): Promise<RestrictedLink | undefined>
  /**
   * Returns the SHA-256 of one of a content's media, of the bytes as the platform sends them now. They are hashed while
   * they arrive and are not stored. Undefined: the platform has no such media, or offers none of this class for
   * comparison.
   */
  hashMedia?(subject: Subject, reference: string, media: { restricted: boolean }): Promise<HashedMedia | undefined>
  /** `look`: a check that may wait. A platform with a limit of requests leaves room for restores. */
  readBack(subject: Subject, purpose?: 'look'): Promise<ReadBack | undefined>
  /**
   * Reads subjects back as `readBack` does, in as few calls as the platform takes. Returns what each shows, in their
   * order: one that fails stops no other. Left out: the platform takes single calls alone.
   */
  readBackBatch?(subjects: readonly Subject[]): Promise<readonly (ReadBack | ConnectorError | undefined)[]>
  /**
   * Returns the most instructions that the platform of this subject takes in one call, as it last stated. Left out: one.
   */
  instructionsMax?(at: Subject): number
  /**
   * True when the platform of this subject shows statements to people, false when it does not. Undefined: it has not
   * answered. Left out: the connector carries none.
   */
  showsStatements?(at: Subject): Promise<boolean | undefined>
  /** The origins of its public addresses, and `at:` for those of the AT Protocol. Left out: the desk knows none. */
  origins?: readonly string[]
  /** Finds the subject that a handle, or an address of the platform, names. Left out: `facts` takes both as ids. */
  find?(name: string): Promise<Subject | undefined>
  /** Lists the platforms that a handle, an id or an address may belong to. Left out: the default one alone. */
  placesOf?(name: string): readonly string[]
  /** Opens a public address of this subject's platform as a visitor without an account. */
  visit?(address: string, subject: Subject): Promise<Visit>
  /**
   * Lists the people and machines that can act at the platform without the desk. Undefined: the platform can't list
   * them.
   */
  actors?(): Promise<readonly PlatformActor[] | undefined>
}

/** The longest name of a version of a content. A CID has 59 characters. Twin of content_version_check in SQL. */
export const VERSION_CHARS_MAX = 100

/** An instruction, and what the desk signs it with. */
export interface Attempt {
  instruction: Instruction
  grounds: EffectGrounds
}

/**
 * The result of opening a public page. `unknown`: there is no answer, or one that proves nothing, such as a server
 * error.
 */
export type Visit = 'shown' | 'not_shown' | 'unknown'

export interface MediaBytes {
  /** The media type as the platform states it. */
  mediaType: string
  bytes: Buffer
}

export interface HashedMedia {
  sha256: Buffer
  /** The number of bytes over which the hash was computed. */
  bytes: number
}

/**
 * The failures of a call. `timeout` and `unreachable` don't tell whether the platform acted; the others come from its
 * answer.
 */
export type ConnectorFailure = 'timeout' | 'unreachable' | 'unreadable' | Refusal

export class ConnectorError extends Error {
  override name = 'ConnectorError' as const
  readonly failure: ConnectorFailure
  /** The highest generation that the platform has seen, stated when it refused a lower one. */
  readonly generation: number | undefined
  /** The epoch of the subject at the platform, stated when it refused another epoch. */
  readonly epoch: number | undefined
  /** The time after which the platform takes calls again, where its limit of requests states one. */
  readonly retryAfterMs: number | undefined

  constructor(
    failure: ConnectorFailure,
    message: string,
    options: { generation?: number; epoch?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.failure = failure
    this.generation = options.generation
    this.epoch = options.epoch
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Final refusals, and requests that the platform can't accept: a retry of the same request gets the same answer. */
const FINAL: readonly ConnectorFailure[] = ['refused', 'not_agreed', 'no_such_subject', 'malformed']

/** True for a failure after which a retry can't help. */
export const isFinal = (failure: ConnectorFailure): boolean => FINAL.includes(failure)

const OVERTAKEN: readonly ConnectorFailure[] = [
  'stale_generation',
  'conflicting_body',
  'generation_jump',
  'stale_epoch',
]

/** True for a failure which shows that the platform's generations differ from the desk's. */
export const isOvertaken = (failure: ConnectorFailure): boolean => OVERTAKEN.includes(failure)
