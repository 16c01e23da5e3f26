import type { Subject } from './protocol.ts'

export interface Capabilities {
  name: string
  subjects: readonly Subject['kind'][]
  /** The facts that do not exist at this platform. */
  absentFacts: readonly ('reach' | 'verified' | 'tags' | 'createdAt' | 'items' | 'bioDomains')[]
  /** True when the platform can hide a subject in single countries. Left out: it can't. */
  countries?: boolean
  /** The most reads in a minute besides enforcements, for drift detection on protected accounts. Left out: 600. */
  looksPerMinute?: number
  /** The most effects in a minute for bulk actions. Left out: 600. */
  effectsPerMinute?: number
  /** The reads of an account that it offers. The kit states them from the handlers. */
  accountReads?: readonly ('profile' | 'recent_posts')[]
  /** The most instructions of one batch, 200 at most. The kit states it. Left out: the platform takes single calls alone. */
  batch?: {
    instructionsMax: number
    /** True when it reads as many subjects back in one call. */
    readBack?: boolean
    /** True when it reads the facts of as many subjects in one call. */
    facts?: boolean
  }
  /** True when the platform shows statements of reasons to the person concerned. The kit states it from the handlers. */
  statements?: boolean
}

/** A person or program that can act on accounts through the platform itself, without this desk. */
export interface PlatformActor {
  name: string
  kind: 'person' | 'group' | 'credential'
  /** take offline: hide, lock, limit or end an account; restore; credentials: change how its owner signs in. */
  can: readonly ('take_offline' | 'restore' | 'credentials')[]
  /** The tool or interface it uses. */
  by: string
  /** The time of the last use, in ISO 8601; null: never, or not known. */
  lastUsedAt: string | null
}

/** The people and programs that can act on the platform. Null: this platform can't list them. */
export interface ActorsAnswer {
  actors: readonly PlatformActor[] | null
}
