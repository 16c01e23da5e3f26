export const SHOWS = ['all', 'decision', 'enforcement', 'case', 'reports'] as const
export type Show = (typeof SHOWS)[number]

/** Which part of a timeline is looked at, and which entry of it is pointed to: all of it stands in the address. */
export interface TimelineView {
  show?: Show
  /** The first and the last day, such as 2031-05-17. */
  from?: string
  until?: string
  entry?: string
}
