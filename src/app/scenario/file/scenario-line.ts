import { type RunEntry, type StepEntry, VERBS, type Verb } from './scenario-schema.ts'

/** One playing of the day: a run, or one of the lines of a run. */
export interface Line {
  run: string
  /** Null where the run has no other. */
  name: string | null
  title: string
  /** none: no desk stands between a click and its effect, only the platform's own old tool. */
  guards: RunEntry['guards']
  /** off: a case is handed to whoever the scenario says, past the desk's routing. */
  routing: 'on' | 'off'
}

export function linesOf({ name, title, guards, routing = 'on', lines }: RunEntry): Line[] {
  if (lines === undefined) return [{ run: name, name: null, title, guards, routing }]
  return lines.map((line) => ({ run: name, name: line.name, title: line.title, guards, routing: line.routing }))
}

/** The names by which a step may say that it belongs to this line. */
export const namesOf = ({ run, name }: Line): string[] => (name === null ? [run] : [run, `${run}.${name}`])

/** Whether a step belongs to this playing of the day. */
export const isIn = (step: Pick<StepEntry, 'in'>, line: Line): boolean =>
  step.in === undefined || step.in.some((name) => namesOf(line).includes(name))

/** What a step says it is: exactly one thing, in a scenario that was let through. */
export const listVerbs = (step: StepEntry): Verb[] =>
  (Object.keys(VERBS) as Verb[]).filter((verb) => step[verb] !== undefined)
