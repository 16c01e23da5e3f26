import type { Assertion } from './assertion.ts'
import type { MediaFacts } from './media-facts.ts'
import type { OwnAction } from './own-actions.ts'
import type { Statement } from './statement.ts'

/**
 * The protocol between a desk and a platform. Every call is one signed POST (Standard Webhooks headers) to one URL, its
 * body one of `Call`; every answer is JSON. Times are ISO 8601 in UTC.
 */

/**
 * An account or a content, by the platform's own id. A list, a community or a domain counts as an account: its id is its
 * kind and its own id, such as `@community:cats` or `@domain:bad.example`.
 */
export interface Subject {
  kind: 'account' | 'content'
  id: string
}

/** A desired or observed state of a subject, property by property. */
export interface PlatformState {
  /** False: offline for everyone but the platform's own staff. */
  visible: boolean
  /** Limited: shown to those who look for it, not recommended or amplified. */
  spread: 'full' | 'limited'
  /** False: the account cannot post or sign in. Always true for a content. */
  mayPost: boolean
  /** Labels shown beside the subject. Sorted, without duplicates. */
  labels: readonly string[]
  /** The countries in which it is hidden (ISO 3166-1 alpha-2), sorted. Sent only where capabilities have `countries`. */
  blockedCountries?: readonly string[]
  /** The actions of the platform's own that stand, sorted by their canonical JSON. Left out: none. */
  actions?: readonly OwnAction[]
}

/** A revert: a later state to which the platform changes by itself, so that a dead desk keeps no subject offline. */
export interface Revert {
  at: string
  desired: PlatformState
}

/** An event rather than a state: a warning to the account's owner. */
export interface SubjectEvent {
  /** The enforcement's id. The platform delivers an id once, whichever generations carry it. */
  id: string
  kind: 'warn'
  policyId: string
  text: string
}

/** One instruction. `(subject, generation)` is the idempotency key; the same key with another body is refused. */
export interface Instruction {
  subject: Subject
  /**
   * The generation, which the desk raises with every change. The platform stores the highest it has seen and refuses
   * lower ones, and those more than `GENERATION_STEP_MAX` above it.
   */
  generation: number
  /** The subject's epoch as the platform stated it; an instruction of any other is refused. Left out: 0, the first. */
  epoch?: number
  desired: PlatformState
  /** The state of the subject before any enforcement on it. */
  baseline: PlatformState
  /**
   * The reverts in time order. The last one leads to the enforcements without an end. Empty: this desired state has no
   * end. At most 16.
   */
  reverts: readonly Revert[]
  events: readonly SubjectEvent[]
  /** The statement of reasons for the person concerned. Only a platform whose capabilities say `statements` receives one. */
  statement?: Statement
}

/** An instruction with the desk's signature over it, as a batch carries it. */
export interface BatchedInstruction {
  instruction: Instruction
  authorisation?: string
}

export type Call =
  | { type: 'platform.capabilities' }
  /** `authorisation`: a compact JWS of `AuthorisationClaims`, fresh for each attempt. */
  | { type: 'subject.apply'; instruction: Instruction; authorisation?: string }
  /** At most 200 parts. Only a platform that states `batch`, `batch.readBack` and `batch.facts` receives these three. */
  | { type: 'subject.apply_batch'; instructions: readonly BatchedInstruction[] }
  | { type: 'subject.read_back_batch'; subjects: readonly Subject[] }
  | { type: 'subject.facts_batch'; subjects: readonly Subject[] }
  | { type: 'subject.read_back'; subject: Subject }
  /**
   * Gives a subject back at any generation and begins the next epoch: by assertions of two people of the pinned list, whose
   * core holds `act` restore_epoch, `subject`, `epoch`, `nonce`, `approver` and `expiresAt`, ten minutes ahead at most.
   */
  | { type: 'subject.restore'; subject: Subject; epoch: number; signatures: readonly Assertion[] }
  | { type: 'subject.facts'; subject: Subject }
  /** An account as its visitors see it, its newest posts, and the accounts that share a signal with it. */
  | { type: 'subject.profile' | 'subject.recent_posts' | 'subject.related_accounts'; subject: Subject }
  /** The e-mail address of an account's owner, to which a statement of reasons goes. */
  | { type: 'subject.contact'; subject: Subject }
  /** The messages around a content: `count` of them (at most 25), from the place `from` on (-250 to 250). */
  | { type: 'subject.thread'; subject: Subject; from: number; count: number }
  /** Lists who else can act on accounts here. */
  | { type: 'platform.actors' }
  /** The bytes of a content's medium or of an account's picture, by the reference that facts or profile gave. */
  | { type: 'subject.media'; subject: Subject; reference: string }
  /**
   * Makes a link to the bytes of a streamed medium, or one to restricted evidence on the platform's own pages, by the
   * platform's own rules.
   */
  | { type: 'subject.media_link' | 'subject.restricted_link'; subject: Subject; reference: string }
  /**
   * The bytes of something restricted, for comparison with a verified list alone: a desk hashes them while they arrive, and neither keeps
   * nor shows them. At most 32 MiB.
   */
  | { type: 'subject.restricted_bytes'; subject: Subject; reference: string }

/** A fact that the platform does not have is `absent`; one that it should have but can't give is `null`. */
export type Fact<T> = T | null | 'absent'

export interface AccountFacts {
  id: string
  handle: string
  displayName: string
  /** The number of people the account reaches, usually its followers. */
  reach: Fact<number>
  verified: Fact<boolean>
  /** The tags of the account, for example public_office, newsroom. */
  tags: Fact<readonly string[]>
  createdAt: Fact<string>
  /** The number of contents it has now, hidden ones included. Left out: unknown. */
  items?: Fact<number>
  /**
   * The counts of contents. Absent: unknown. Hiding any content of a protected account then needs the same people as
   * taking it offline.
   */
  contents?: ContentCounts
  /** The domains of the links in its description. Left out: not known. At most 32. */
  bioDomains?: Fact<readonly string[]>
  /**
   * Of a list, a community or a domain: the accounts that go offline with it, and those that own or moderate it, at most
   * 1,000. Their protection counts for it. With more, state the reach as null. Left out: none.
   */
  covers?: readonly string[]
}

/** Counts of contents of the account's own, without reposts. */
export interface ContentCount {
  /** The number of contents now, hidden ones included. */
  own: number
  /**
   * The number of these that some visitors cannot see, hidden by any actor: a desk, the platform's own tools, a rule.
   */
  hidden: number
}

export interface ContentCounts {
  all: ContentCount
  /** The counts of contents published in the last 30 days. */
  month: ContentCount
  /**
   * The latest change of the account's credentials, e-mail address or device in the last 24 hours, by any person, and
   * the counts of contents published since. Left out: there was none.
   */
  sinceChange?: ContentCount & { at: string }
}

export interface ContentFacts {
  id: string
  accountId: string
  kind: string
  text: string
  createdAt: Fact<string>
  /** The time at which its text or media last changed. Left out: not known, or never. */
  editedAt?: Fact<string>
  /** The id of the content to which it replies. */
  parentId?: string
  /**
   * The version of the content by the platform's own name for it, such as the CID of a record: another one after each
   * change. At most 100 characters. Left out: the platform names none.
   */
  version?: string
  /** The media. Left out: not known. Empty: it has none. At most 64. */
  media?: readonly MediaFacts[]
  /** The type that the organisation declared and its fields, at most 50,000 characters. Left out: not known. */
  item?: Fact<Item>
}

/** A content as one of the types of items.yaml, such as a listing with its price. */
export interface Item {
  type: string
  fields: Record<string, unknown>
}

/** The bytes of one medium, in base64. */
export interface MediaAnswer {
  mediaType: string
  base64: string
}

/** The bytes of restricted evidence, in base64: `base64` is the only member of the answer. */
export interface RestrictedBytesAnswer {
  base64: string
}

/** A link to restricted evidence. The desk hands it to one person and keeps no copy. */
export interface RestrictedLink {
  /** The address: https, without a name or password in it. */
  address: string
  /** The time in ISO 8601 after which the link opens nothing. */
  until: string
}

/** The state the platform shows now. `generation` is the highest seen in this epoch, 0 if none. */
export interface ReadBack {
  subject: Subject
  state: PlatformState
  generation: number
  /** The number of restores by two people's signatures. Left out: none. */
  epoch?: number
  /** For an account: the number of people it reaches at this moment. A content has none. */
  reach: Fact<number>
  /** For an account: the time its credentials were last reset and all its sessions ended, whichever came later. */
  credentialsResetAt?: string
  /** For an account: the time its password, address or second factor last changed, by any person. */
  credentialsChangedAt?: string
  /** The public address of the subject. Where it cannot be seen, that address answers 401, 403, 404, 410 or 451. */
  address?: string
  /** For a content: its version as in its facts. Left out: the platform names none. */
  version?: string
  readAt: string
}

export interface SubjectFacts {
  /** The account itself, or the account of the content. */
  account: AccountFacts
  /** Present when the subject is a content. */
  content?: ContentFacts
  /** The contents around it in its thread: those it answers and those that answer it. At most 20. */
  thread?: readonly ContentFacts[]
  readAt: string
}

/** The outcome: `applied` now, or `known`: this generation was carried out before, and this is its stored answer. */
export interface ApplyAnswer {
  outcome: 'applied' | 'known'
  generation: number
  epoch?: number
  state: PlatformState
  appliedAt: string
  /** The end of the platform's own hold of the restrictive part. Its reverts count from there. */
  notBefore?: string
}

/**
 * The reason why a call was not carried out, with its HTTP status. Only `refused`, `not_agreed`, `malformed` and
 * `no_such_subject` are final; after the others, or no answer at all, the desk retries.
 */
export const REFUSALS = {
  bad_signature: 401,
  replayed: 401,
  /** The desk's own signature is missing, invalid, too old, or states something else than the instruction. */
  not_authorised: 401,
  malformed: 400,
  no_such_subject: 404,
  /** The required signatures of people are missing. */
  not_agreed: 403,
  stale_generation: 409,
  /** The generation is too far above the highest one seen. */
  generation_jump: 409,
  /** The call names another epoch than the subject's. */
  stale_epoch: 409,
  conflicting_body: 409,
  refused: 422,
  /** The platform's own limit on restrictions is reached. */
  over_budget: 429,
  unavailable: 503,
} as const
export type Refusal = keyof typeof REFUSALS

export interface RefusalAnswer {
  refusal: Refusal
  detail: string
  /** With `stale_generation`, `generation_jump` and `stale_epoch`: the highest generation seen in this epoch. */
  generation?: number
  /** With `stale_epoch`: the epoch the subject is in. */
  epoch?: number
}

/** The outcome of one part of a batch: the status and the answer that it would have had as a single call. */
export interface BatchOutcome<Said = ApplyAnswer> {
  status: number
  answer: Said | RefusalAnswer
}

/** The outcomes of a batch, in the order of its parts. `Said`: the answer to one part. */
export interface BatchAnswer<Said = ApplyAnswer> {
  outcomes: readonly BatchOutcome<Said>[]
}
