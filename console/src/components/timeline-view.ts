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

export const CASE_TABS = ['timeline', 'notes', 'legal'] as const

/** The part of a case's page that is shown below its evidence. Without a tab: the timeline. */
export interface CaseView extends TimelineView {
  tab?: (typeof CASE_TABS)[number]
}
