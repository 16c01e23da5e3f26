import { type RunEntry, type StepEntry, VERBS, type Verb } from './scenario-schema.ts'

/** One playing of the day: a run with a single line, or one of the lines of a run. */
export interface Line {
  run: string
  /** The name of the line; null when the run has only one. */
  name: string | null
  title: string
  /** none: no desk stands between a person's click and its effect, only the platform's own earlier tool. */
  guards: RunEntry['guards']
  /** off: a case is assigned to the person whom the scenario names, without the desk's routing. */
  routing: 'on' | 'off'
}

export function linesOf({ name, title, guards, routing = 'on', lines }: RunEntry): Line[] {
  if (lines === undefined) return [{ run: name, name: null, title, guards, routing }]
  return lines.map((line) => ({ run: name, name: line.name, title: line.title, guards, routing: line.routing }))
}

/** The names by which a step may state that it belongs to this line. */
export const namesOf = ({ run, name }: Line): string[] => (name === null ? [run] : [run, `${run}.${name}`])

/** True when a step belongs to this playing of the day. */
export const isIn = (step: Pick<StepEntry, 'in'>, line: Line): boolean =>
  step.in === undefined || step.in.some((name) => namesOf(line).includes(name))

/** Lists the verbs of a step: exactly one, in a scenario that passed all checks. */
export const listVerbs = (step: StepEntry): Verb[] =>
  (Object.keys(VERBS) as Verb[]).filter((verb) => step[verb] !== undefined)
