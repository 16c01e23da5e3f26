import { CASE_TABS, type CaseView, SHOWS, type TimelineView } from '../components/timeline-view.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const ID = /^[\w.-]{1,64}$/

/** Returns the part of a timeline that the address names; other parameters are ignored. */
export function readView(search: Record<string, unknown>): TimelineView {
  const show = SHOWS.find((known) => known === search.show)
  const { from, until, entry } = search
  return {
    ...(show === undefined || show === 'all' ? {} : { show }),
    ...(typeof from === 'string' && DAY.test(from) && { from }),
    ...(typeof until === 'string' && DAY.test(until) && { until }),
    ...(typeof entry === 'string' && ID.test(entry) && { entry }),
  }
}

/** Returns the part of a case that the address names. */
export function readCaseView(search: Record<string, unknown>): CaseView {
  const tab = CASE_TABS.find((known) => known === search.tab)
  return { ...readView(search), ...(tab === undefined || tab === 'timeline' ? {} : { tab }) }
}
