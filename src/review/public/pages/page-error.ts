import type { PageProblem } from './send-page.ts'

/** A failure of a page for people outside. Its page says what happened and what to do, in the visitor's language. */
export class PageError extends Error {
  override name = 'PageError' as const
  readonly problem: PageProblem

  constructor(problem: PageProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }
}
