/** The persons about whom a table has data. contact: a person outside the desk who sent a notice, a request or an order. */
export const PERSONS = ['account', 'reporter', 'staff', 'contact', 'flagger'] as const
export type Person = (typeof PERSONS)[number]

/** The kinds of data, each with the time for which it is stored. */
export const DATA_KINDS = [
  'report',
  'evidence',
  'account',
  'content',
  'case',
  'shown',
  'signal',
  'decision',
  'enforcement',
  'appeal',
  'notice',
  'law',
  'order',
  'view',
  'session',
  'notification',
  'staff',
  'work',
  'change',
  'ledger',
] as const
export type DataKind = (typeof DATA_KINDS)[number]

/**
 * Tables with data about people, registered by the stage that owns them. A structure test refuses a table with text
 * that is neither registered nor listed as impersonal.
 */
export interface PersonalData {
  kind: DataKind
  about: readonly Person[]
  /** The periodic task that deletes the rows or empties their texts. Null: they stay with the record of acts. */
  deletedBy: string | null
  tables: readonly string[]
}
