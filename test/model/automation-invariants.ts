import { ACTS_MAX, ACTS_WITHIN_MS, type SeenRun, TRIED_MS } from './automation.ts'
import type { Seen } from './gate.ts'
import { type Story, Violation } from './story.ts'

const WATCHING: readonly SeenRun['rule'][] = ['watches', 'would-hide']
/** The name under which all rules of a source are stopped. */
export const ALL = 'all'

/** Checks the invariants of rules after each step. */
export function checkAutomation(story: Story, seen: Seen): void {
  for (const run of seen.runs.slice(story.seen.runs.length)) {
    if (run.outcome === 'done') checkDeed(story, run, seen)
  }
  const stray = seen.enforcements.find(
    ({ id, source }) => source === 'automation' && !seen.runs.some(({ enforcementId }) => enforcementId === id),
  )
  if (stray !== undefined) throw new Violation('a rule stands behind whatever automation asks for', stray.id)
}

function checkDeed(story: Story, { rule, atMs, subject }: SeenRun, { runs }: Seen): void {
  const what = `${rule} of ${subject}`
  if (WATCHING.includes(rule)) throw new Violation('a rule in shadow does nothing', what)
  if (atMs - (story.askedSinceMs ?? atMs) < TRIED_MS)
    throw new Violation('a rule runs in shadow for a day before it does anything', what)
  if (story.stopped.has(rule) || story.stopped.has(ALL))
    throw new Violation('a rule that was stopped does nothing', what)
  const done = runs.filter((run) => run.outcome === 'done' && run.atMs > atMs - ACTS_WITHIN_MS && run.atMs <= atMs)
  if (done.length > ACTS_MAX)
    throw new Violation('a source does no more than its budget', `${done.length} things within an hour`)
}
