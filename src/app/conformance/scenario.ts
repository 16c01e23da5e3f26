import type { ActionRule, PlatformState, Refusal } from '@countersign/platform-kit'
import type { Player } from './player.ts'

/** The platform’s own knowledge of a test subject. */
export interface Traits {
  kind: 'account' | 'content'
  /** The number of people who must have signed before it goes offline. */
  protects?: number
  /** The time for which the platform holds an instruction that takes it offline. */
  holdMs?: number
  /** For a content: the name of its author among the subjects of the scenario. */
  account?: string
  /** The age of the last change of its credentials. */
  changedAgoMs?: number
  /** The age of the last reset of its credentials by the platform's own recovery. */
  resetAgoMs?: number
}

/** The part of an answer that a scenario states. */
export type Expected =
  | { outcome: 'applied' | 'known'; generation?: number; epoch?: number; held?: boolean }
  | { refusal: Refusal; generation?: number; epoch?: number }

/** A capability that version 1 leaves to the platform. */
export type Optional = 'batch' | 'batch.readBack' | 'batch.facts' | 'statements'

/** One rule of the protocol as a play: calls in their order, each with the answer that the protocol requires. */
export interface Scenario {
  /** The id: the part of the protocol, a dot, and the case. */
  id: string
  /** The rule in one sentence. */
  sentence: string
  subjects: Readonly<Record<string, Traits>>
  /** The platform's settings in which it is played. With any, only the vectors play it. */
  platform?: {
    limits?: { perMinute?: number; reachPerHour?: number }
    listExpired?: boolean
    actions?: Readonly<Record<string, ActionRule>>
  }
  /** True when it needs the platform's clock, switches or deliveries: only the vectors play it. */
  local?: boolean
  /** The capability that a platform must state, or the check of a running platform is skipped. */
  needs?: Optional
  play(player: Player): Promise<void>
}

export const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }
export const OFFLINE: PlatformState = { ...UP, visible: false, mayPost: false }
export const HIDDEN: PlatformState = { ...UP, visible: false }
export const LOCKED: PlatformState = { ...UP, mayPost: false }
export const LIMITED: PlatformState = { ...UP, spread: 'limited' }

export const APPLIED = { outcome: 'applied' } as const
export const KNOWN = { outcome: 'known' } as const
export const NOT_AGREED = { refusal: 'not_agreed' } as const

/** An account that the platform protects by two people, and one that it doesn't. */
export const GUARDED: Traits = { kind: 'account', protects: 2 }
export const OPEN: Traits = { kind: 'account' }
