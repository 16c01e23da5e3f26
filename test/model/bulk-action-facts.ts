/** The facts of bulk actions that a history stores beside the desk's own records. */
export class Bulk {
  /** The subjects of each bulk action, as it was proposed. */
  readonly sets = new Map<string, string>()
  /**
   * For each, the number of ordinary subjects when it was first shown, and how many of these turned out not to be
   * ordinary.
   */
  readonly ordinary = new Map<string, number>()
  readonly hits = new Map<string, number>()
  /** For each bulk action, the number of times a person checked its effects and continued it. */
  readonly looks = new Map<string, number>()
  /** For each, the time from which a person's act has ended it. */
  readonly endedAtMs = new Map<string, number>()
  /** For each bulk action, the time at which all of its enforcements were restored. */
  readonly undoneAtMs = new Map<string, number>()
  /** For each, the people who judged its sample, with the number each found to be no violation. */
  readonly judged = new Map<string, Map<number, number>>()
}
