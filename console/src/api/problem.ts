/** The desk's refusal of a request, or the failure to reach the desk. */
export class ProblemError extends Error {
  override name = 'ProblemError' as const
  readonly status: number
  readonly reference: string | undefined
  readonly errors: readonly { field: string; detail: string }[]
  /** The other members of the answer, such as the text that the caller typed. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(status: number, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail)
    this.status = status
    this.members = members
    this.reference = typeof members.reference === 'string' ? members.reference : undefined
    this.errors = Array.isArray(members.errors) ? (members.errors as ProblemError['errors']) : []
  }
}

/** There was no answer because the connection is gone. It is unknown whether the act was done. */
export const OFFLINE = 0

export const isProblem = (error: unknown, status?: number): error is ProblemError =>
  error instanceof ProblemError && (status === undefined || error.status === status)
