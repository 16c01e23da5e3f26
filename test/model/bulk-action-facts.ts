/** The facts of bulk actions that a history knows beside the desk's own records. */
export class Bulk {
  /** The set of each bulk action, as it was proposed. */
  readonly sets = new Map<string, string>()
  /**
   * For each, the number of ordinary subjects when it was first shown, and how many of these turned out not to be
   * ordinary.
   */
  readonly ordinary = new Map<string, number>()
  readonly hits = new Map<string, number>()
  /** For each, the number of times a person looked and continued it. */
  readonly looks = new Map<string, number>()
  /** For each, the time from which a person's act has ended it. */
  readonly endedAtMs = new Map<string, number>()
  /** For each, the time at which everything it had done was undone. */
  readonly undoneAtMs = new Map<string, number>()
  /** For each, the people who judged its sample, with the number each found to be no violation. */
  readonly judged = new Map<string, Map<number, number>>()
}
