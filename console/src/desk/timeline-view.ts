export const SHOWS = ['all', 'decision', 'enforcement', 'case', 'reports'] as const
export type Show = (typeof SHOWS)[number]

/** The part of a timeline shown and the entry it points to, all from the address. */
export interface TimelineView {
  show?: Show
  /** The first and the last day, such as 2031-05-17. */
  from?: string
  until?: string
  entry?: string
}
