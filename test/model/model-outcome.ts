import type { Outcome } from './model-run.ts'
import type { Layer } from './mutant.ts'

const WHERE: Record<Layer, string> = {
  rules: "by the rules and the platform's code in one process",
  desk: "by the desk's own functions on PostgreSQL",
}

export const isClean = ({ broken, caught }: Outcome): boolean =>
  broken.length === 0 && caught.every(({ after }) => after !== undefined)

export function toJson(outcome: Outcome): object {
  const { chapters, broken, caught, seconds } = outcome
  return {
    histories: chapters.reduce((sum, { histories }) => sum + histories, 0),
    steps: chapters.reduce((sum, { steps }) => sum + steps, 0),
    violations: broken.length,
    mutants: caught.length,
    mutantsCaught: caught.filter(({ after }) => after !== undefined).length,
    seconds,
    chapters,
    broken,
    caught,
  }
}

/**
 * Returns the result of a run as text: the histories of each layer, the broken ones with the way to repeat them, and
 * the mutants that survived.
 */
export function describeOutcome(outcome: Outcome): string {
  const { chapters, broken, caught, seconds } = outcome
  const alive = caught.filter(({ after }) => after === undefined)
  const lines = [
    ...chapters.map(
      ({ layer, plot, histories, steps }) => `${histories} histories (${steps} steps) of ${plot}, ${WHERE[layer]}.`,
    ),
    ...broken.flatMap(({ layer, plot, seed, what, story }) => [
      '',
      `BROKEN: ${what}`,
      ...story.map((line) => `  ${line}`),
      `  again: npm run model -- --layer ${layer} --plot ${plot} --seed ${seed} --histories 1 --no-mutants`,
    ]),
    broken.length === 0 ? 'No history broke an invariant.' : `${broken.length} histories broke an invariant.`,
    caught.length === 0
      ? 'No mutants were tried.'
      : `${caught.length - alive.length} of ${caught.length} mutants of the real code were found.`,
    ...alive.map(({ name, layer, broke }) => `${broke ? "CAN'T BE RUN" : 'NOT FOUND'}: "${name}" (${layer})`),
    `${seconds} s.`,
  ]
  return lines.join('\n')
}
