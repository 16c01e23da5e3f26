/** Why the run can't go on, in a sentence for whoever started it. */
export class RunError extends Error {
  override readonly name = 'RunError'
}
