import type { Problem, Read } from '../../../src/foundation/yaml/read-yaml.ts'
import { isIn, type Line, linesOf, listVerbs, namesOf } from './scenario-line.ts'
import { type PersonEntry, type ScenarioFile, type StepEntry, VERBS, type Verb } from './scenario-schema.ts'

const SHIFT_MINUTES_MAX = 720
const ACCOUNT_VERBS = ['claim', 'preview', 'ask', 'restore', 'look', 'eligible', 'approve', 'decline', 'duty'] as const
const ENFORCEMENT_VERBS = ['confirm', 'stop', 'keep'] as const

type Path = readonly (string | number)[]
type Complain = (path: Path, message: string) => void

/** Lists the problems of a scenario beyond its form: unknown names, times that move back, impossible steps. */
export function findScenarioProblems(read: Read<ScenarioFile>, file: ScenarioFile): Problem[] {
  const problems: Problem[] = []
  const complain: Complain = (path, message) => void problems.push(read.problemAt(path, message))
  findRepeats(file, complain)
  if (!handlesOf(file).includes(file.watch)) complain(['watch'], formatUnknown('account', file.watch, handlesOf(file)))
  for (const [index, person] of file.people.entries()) checkPerson(person, ['people', index], complain)
  for (const [index, step] of file.steps.entries()) checkStep(file, step, index, complain)
  checkEnforcement(file, complain)
  return problems
}

const handlesOf = ({ accounts }: ScenarioFile): string[] => accounts.map(({ handle }) => handle)
const peopleOf = ({ people }: ScenarioFile): string[] => people.map(({ name }) => name)
const allLines = ({ runs }: ScenarioFile): Line[] => runs.flatMap(linesOf)

const formatUnknown = (what: string, name: string, known: readonly string[]): string =>
  `there is no ${what} "${name}"; known here: ${known.join(', ')}`

function findRepeats(file: ScenarioFile, complain: Complain): void {
  const lists = [
    ['people', peopleOf(file), 'name'],
    ['accounts', handlesOf(file), 'handle'],
    ['runs', file.runs.map(({ name }) => name), 'name'],
  ] as const
  for (const [list, names, key] of lists) {
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index) complain([list, index, key], `"${name}" is there already`)
    }
  }
  for (const [index, { lines = [] }] of file.runs.entries()) {
    const names = lines.map(({ name }) => name)
    for (const [at, name] of names.entries()) {
      if (names.indexOf(name) < at) complain(['runs', index, 'lines', at, 'name'], `"${name}" is there already`)
    }
  }
}

function checkPerson({ employment, ends, shift }: PersonEntry, path: Path, complain: Complain): void {
  if (employment === 'contractor' && ends === undefined) complain(path, 'a contractor has an end: lacks ends')
  if (shift === undefined) return
  const minutes = minutesOf(shift.to) - minutesOf(shift.from)
  if (minutes <= 0 || minutes > SHIFT_MINUTES_MAX) {
    complain([...path, 'shift', 'to'], 'a shift ends on the day it begins, within 12 hours')
  }
  let before = minutesOf(shift.from)
  for (const [index, rest] of (shift.breaks ?? []).entries()) {
    const [from, to] = [minutesOf(rest.from), minutesOf(rest.to)]
    if (from < before || to <= from || to > minutesOf(shift.to)) {
      complain([...path, 'shift', 'breaks', index], 'a break lies within its shift, after the one before it')
    }
    before = to
  }
}

/** Returns the minutes since midnight, with seconds as a fraction. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 60 + minutes + seconds / 60
}

function checkStep(file: ScenarioFile, step: StepEntry, index: number, complain: Complain): void {
  const path = ['steps', index]
  const verbs = listVerbs(step)
  const [verb] = verbs
  if (verb === undefined) {
    complain(path, `a step is one of ${Object.keys(VERBS).join(', ')}`)
    return
  }
  if (verbs.length > 1) complain([...path, verbs[1] ?? verb], `a step is one thing, and this is ${verbs.join(' and ')}`)
  if (VERBS[verb].who && step.who === undefined) complain(path, `lacks who: a ${verb} needs an actor`)
  if (step.who !== undefined && !peopleOf(file).includes(step.who)) {
    complain([...path, 'who'], formatUnknown('person', step.who, peopleOf(file)))
  }
  for (const [where, handle] of listHandles(step)) {
    if (!handlesOf(file).includes(handle))
      complain([...path, ...where], formatUnknown('account', handle, handlesOf(file)))
  }
  checkRuns(file, step, verb, path, complain)
}

function listHandles(step: StepEntry): [Path, string][] {
  const named = [...ACCOUNT_VERBS, ...ENFORCEMENT_VERBS, 'takes_it_for' as const].flatMap((key): [Path, string][] => {
    const handle = step[key]
    return handle === undefined ? [] : [[[key], handle]]
  })
  const reported = (step.report ?? []).map((handle, at): [Path, string] => [['report', at], handle])
  return [...named, ...reported]
}

function checkRuns(file: ScenarioFile, step: StepEntry, verb: Verb, path: Path, complain: Complain): void {
  const lines = allLines(file)
  const known = [...new Set(lines.flatMap(namesOf))]
  for (const [at, name] of (step.in ?? []).entries()) {
    if (!known.includes(name)) complain([...path, 'in', at], formatUnknown('run', name, known))
  }
  const without = lines.find((line) => line.guards === 'none' && isIn(step, line))
  if (VERBS[verb].desk && without !== undefined) {
    complain([...path, verb], `takes a desk, and ${without.run} has none: say in which runs with "in"`)
  }
}

/** Checks that no step moves back in time or comes after the end, and that no step uses a killed desk. */
function checkEnforcement(file: ScenarioFile, complain: Complain): void {
  let before: StepEntry | undefined
  for (const [index, step] of file.steps.entries()) {
    if (before && minutesOf(step.at) < minutesOf(before.at)) {
      complain(
        ['steps', index, 'at'],
        `is before ${before.at}, the step above it: steps stand in the order of their time`,
      )
    }
    if (minutesOf(step.at) > minutesOf(file.until)) complain(['steps', index, 'at'], `is after the end, ${file.until}`)
    before = step
  }
  for (const line of allLines(file)) {
    const killedAt = file.steps.findIndex((step) => step.kill !== undefined && isIn(step, line))
    if (killedAt < 0) continue
    for (const [index, step] of file.steps.entries()) {
      const [verb] = listVerbs(step)
      if (index <= killedAt || !isIn(step, line) || verb === undefined || verb === 'look') continue
      complain(['steps', index, verb], `takes the desk, which is dead by then in ${namesOf(line).at(-1)}`)
    }
  }
}
