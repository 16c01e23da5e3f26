import type { Outcome, SubjectName } from './gate.ts'

/** The acts of colluding or tired people, and of a database restored from a backup, that only the desk's functions have. */
export interface CollusionActs {
  /** A person reviews and declines each offer until the desk offers no more. Returns the number on protected accounts. */
  declineAll(by: number): Promise<number>
  /**
   * A person locks an account as an interim measure, signed with their passkey, for as long as the desk permits up to a
   * maximum.
   */
  lockAlone(by: number, subject: SubjectName, mostMs: number): Promise<Outcome>
  /** The recovery journal and the platform record that a subject is offline, and the database does not. */
  losePast(subject: SubjectName): Promise<void>
  /** True when the person on call was alerted that the database lost the past of a subject. */
  isLossAlerted(subject: SubjectName): Promise<boolean>
}
