/**
 * The statement of reasons for an instruction. The platform shows it to the person concerned, and to no other. It names
 * no person of the desk.
 */
export interface Statement {
  /** The statement's id. The platform shows an id once, whichever generations carry it. */
  id: string
  /** The same statement in 1 to 16 languages. The first is for readers of no other. */
  texts: readonly StatementText[]
  /** The ways to contest the decision. At most 8. */
  redress: readonly Redress[]
}

export interface StatementText {
  /** The language as BCP 47 names it, such as en or pt-BR. */
  language: string
  /** At most 5,000 characters of plain text. */
  text: string
}

/** One way to contest a decision: an appeal at the platform, a body for out-of-court settlement, a court. */
export interface Redress {
  kind: 'appeal' | 'settlement' | 'court'
  /** The https address of the form or of the information about this way. */
  address: string
  /** The time until which this way is open, in ISO 8601. Left out: without an end, or not known. */
  until?: string
}
