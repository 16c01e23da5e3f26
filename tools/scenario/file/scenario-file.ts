import { formatProblems, readYaml } from '../../../src/foundation/yaml/read-yaml.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import { type Line, linesOf, listVerbs } from './scenario-line.ts'
import { findScenarioProblems } from './scenario-problems.ts'
import {
  type AccountEntry,
  type PersonEntry,
  type RunEntry,
  ScenarioFile,
  type StepEntry,
  type Verb,
} from './scenario-schema.ts'

export interface Step extends Omit<StepEntry, 'at'> {
  at: Date
  verb: Verb
}

/** A scenario that can be played: every name in it is known, and no step is earlier than the step before it. */
export interface Scenario {
  title: string
  about: string | undefined
  intents: readonly string[]
  day: string
  utcOffset: string
  until: Date
  watch: string
  people: readonly PersonEntry[]
  accounts: readonly AccountEntry[]
  runs: readonly Run[]
  steps: readonly Step[]
}

export interface Run extends Pick<RunEntry, 'name' | 'title'> {
  lines: readonly Line[]
}

/** Reads a scenario as a whole or not at all: every problem is reported at once, with file, line and column. */
export function loadScenario(path: string): Scenario {
  const read = readYaml(path, ScenarioFile)
  const problems = [...read.problems, ...(read.value ? findScenarioProblems(read, read.value) : [])]
  if (problems.length > 0 || !read.value) {
    throw new StartError([`the scenario can't be played:`, ...formatProblems(problems)].join('\n  '))
  }
  return toScenario(read.value)
}

function toScenario(file: ScenarioFile): Scenario {
  const { day, utc_offset: utcOffset, title, about, intents = [], watch, people, accounts } = file
  const moment = (time: string) => momentOf({ day, utcOffset }, time)
  return {
    title,
    about,
    intents,
    day,
    utcOffset,
    watch,
    people,
    accounts,
    until: moment(file.until),
    runs: file.runs.map((run) => ({ name: run.name, title: run.title, lines: linesOf(run) })),
    steps: file.steps.map((step) => ({ ...step, at: moment(step.at), verb: verbOf(step) })),
  }
}

/** A time on the scenario's day, or on another day that the text names first. */
export function momentOf({ day, utcOffset }: Pick<Scenario, 'day' | 'utcOffset'>, time: string): Date {
  const [on, at] = time.includes(' ') ? time.split(' ') : [day, time]
  return new Date(`${on}T${at}${utcOffset}`)
}

function verbOf(step: StepEntry): Verb {
  const [verb] = listVerbs(step)
  if (verb === undefined) throw new Error('a step that is nothing was let through')
  return verb
}
