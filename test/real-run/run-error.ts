/** The reason that the run can't continue, in a sentence for its operator. */
export class RunError extends Error {
  override readonly name = 'RunError'
}
