import { MINUTE_MS } from '../../src/foundation/durations.ts'
import { StartError } from '../../src/foundation/store/start-error.ts'
import { Day, type DayOptions } from './day.ts'
import { DESK_STEPS } from './desk-steps.ts'
import { momentOf, type Scenario, type Step } from './file/scenario-file.ts'
import { isIn, type Line } from './file/scenario-line.ts'
import { HAND_STEPS, isHandVerb } from './hand-steps.ts'
import type { Entry } from './timeline.ts'

/**
 * The interval between two visits to the account's page, by the clock of the day, while it is offline or work of the desk is
 * due. Offline time is exact to this many seconds.
 */
const LOOK_EVERY_MS = 10_000
/** The interval while visitors see the account and no work is due before the visit: nothing can change then. */
const LOOK_SELDOM_MS = 60_000
/** The time before the first shift at which people are created. */
const BEFORE_MS = 60_000

export interface PlayedLine {
  line: Line
  offlineSeconds: number
  timeline: readonly Entry[]
}

/** Plays the day once, from the first shift to its end. Leaves no process running. */
export async function playLine(
  scenario: Scenario,
  line: Line,
  options: DayOptions & { stopping: AbortSignal },
): Promise<PlayedLine> {
  const events = scheduleOf(scenario, line)
  const watchFrom = scenario.steps[0]?.at ?? scenario.until
  const first = events[0]?.at ?? watchFrom
  const day = await Day.open(scenario, line, new Date(first.getTime() - BEFORE_MS), options)
  try {
    for (const { at, play } of events) {
      await goTo(day, at, watchFrom, options.stopping)
      await play(day)
      await day.look()
    }
    await goTo(day, scenario.until, watchFrom, options.stopping)
    await day.desk?.verify()
    const { timeline } = day
    return { line, offlineSeconds: timeline.offlineSeconds(day.now), timeline: timeline.entries }
  } finally {
    await day.close()
  }
}

/** Moves the clock forward, with a visit to the page each time, once the account exists. */
async function goTo(day: Day, to: Date, watchFrom: Date, stopping: AbortSignal): Promise<void> {
  while (day.now < to) {
    if (stopping.aborted) throw new StartError('Stopped.')
    await day.setClock(day.now < watchFrom ? to : new Date(Math.min(to.getTime(), nextVisit(day))))
  }
}

function nextVisit({ now, nextDueAt, timeline }: Day): number {
  const soon = now.getTime() + LOOK_EVERY_MS
  const due = nextDueAt?.getTime() ?? Number.POSITIVE_INFINITY
  return timeline.isOffline || due <= soon ? soon : Math.min(due, now.getTime() + LOOK_SELDOM_MS)
}

interface Event {
  at: Date
  play: (day: Day) => Promise<void>
}

/** Shifts and steps in the order of their time; at the same time, shifts come first. */
function scheduleOf(scenario: Scenario, line: Line): Event[] {
  const steps = scenario.steps.filter((step) => isIn(step, line)).map((step) => ({ at: step.at, play: playStep(step) }))
  const shifts = line.guards === 'none' ? [] : listShifts(scenario)
  return [...shifts, ...steps].filter(({ at }) => at <= scenario.until).sort((a, b) => a.at.getTime() - b.at.getTime())
}

function listShifts(scenario: Scenario): Event[] {
  return scenario.people.flatMap(({ name, shift }) => {
    if (shift === undefined) return []
    const at = (time: string) => momentOf(scenario, time)
    const plannedMinutes = (at(shift.to).getTime() - at(shift.from).getTime()) / MINUTE_MS
    const breaks = (shift.breaks ?? []).flatMap((rest) => [
      { at: at(rest.from), play: record(name, 'break') },
      { at: at(rest.to), play: record(name, 'back') },
    ])
    return [
      { at: at(shift.from), play: record(name, '', { plannedMinutes: Math.round(plannedMinutes) }) },
      ...breaks,
      { at: at(shift.to), play: record(name, 'end') },
    ]
  })
}

const CONFLICT = 409
const NOT_SIGNED_IN = 401

/** Begins or ends a person's shift or break. A person who left earlier has no shift to end. */
const record =
  (who: string, what: '' | 'break' | 'back' | 'end', body: object = {}) =>
  async ({ desk }: Day): Promise<void> => {
    const answered = await desk?.post(who, what === '' ? '/v1/me/shift' : `/v1/me/shift/${what}`, body)
    if (answered === undefined || answered.status < CONFLICT) return
    if (what !== '' && [CONFLICT, NOT_SIGNED_IN].includes(answered.status)) return
    throw new StartError(`${who} could not begin a shift: ${String(answered.body.detail)}`)
  }

const playStep =
  (step: Step) =>
  async (day: Day): Promise<void> => {
    const { verb, who = '' } = step
    const { desk } = day
    if (desk !== undefined) return DESK_STEPS[verb]({ day, desk, step, who })
    if (isHandVerb(verb)) return HAND_STEPS[verb]({ day, step, who })
    throw new Error(`${verb} takes a desk, and a scenario that says so was let through`)
  }
