import { type Action, ACTIONS, type SubjectKind } from '../domain.ts'

/**
 * The guarantees that a platform gives together with its connector. Where one is missing the desk gives it by itself or
 * asks for more.
 */
export interface Guarantees {
  /**
   * The platform refuses a generation lower than the highest it has seen, and answers an equal one with the stored
   * outcome. Without it a late call can overtake a newer one.
   */
  fences: boolean
  /** `readBack` reads the state from the platform, not from what was sent to it. */
  readsBack: boolean
  /** The platform carries out the reverts of an instruction at their times, also without the desk. */
  reverts: boolean
  /** The platform holds what takes a protected account offline, and alerts its own on-call. */
  holds: boolean
  /** The platform checks the desk's signature and those of the approvers before it acts. */
  verifies: boolean
  /** The longest time after its call has ended in which an unanswered call can still take effect. 0 where it fences. */
  lateMsMax: number
  /** The days after which it deletes the data of an account that was taken offline. Left out: it deletes none. */
  erasesAfterDays?: number
  /** The actions that the platform can carry out and undo, by kind of subject. */
  actions: Readonly<Record<SubjectKind, readonly Action[]>>
  /** The platform carries out actions of its own, as it declares them itself. */
  ownActions: boolean
}

/**
 * The generation in a read-back of a platform without generations. The desk counts such a read-back as one of the state
 * that it settled last.
 */
export const NO_GENERATION = -1

/** The guarantees of a platform with platform-kit: `countersign conformance` checks them. */
export const EVERY_GUARANTEE: Guarantees = {
  ...{ fences: true, readsBack: true, reverts: true, holds: true, verifies: true, lateMsMax: 0 },
  actions: { account: ACTIONS, content: ACTIONS },
  ownActions: true,
}

/** A platform that is not configured gives no guarantee and carries out no action. */
export const NO_GUARANTEE: Guarantees = {
  ...{ fences: false, readsBack: false, reverts: false, holds: false, verifies: false, lateMsMax: 0 },
  actions: { account: [], content: [] },
  ownActions: false,
}
