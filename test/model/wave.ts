/** What a history knows of bulk actions beside what the desk says of them. */
export class Bulk {
  /** Of each bulk action, its set as it was asked for. */
  readonly sets = new Map<string, string>()
  /** Of each, how many went by themselves as it was first shown, and how many of those turned out to be no ordinary ones. */
  readonly ordinary = new Map<string, number>()
  readonly hits = new Map<string, number>()
  /** Of each, how many times somebody looked and had it go on. */
  readonly looks = new Map<string, number>()
  /** Of each, since when it is to have ended, by somebody's word. */
  readonly endedAtMs = new Map<string, number>()
  /** Of each, when all that it had done was undone. */
  readonly undoneAtMs = new Map<string, number>()
  /** Of each, who said what of how many: they judged, so many as breaking nothing. */
  readonly judged = new Map<string, Map<number, number>>()
}
