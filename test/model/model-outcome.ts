import type { Outcome } from './model-run.ts'

export const isClean = ({ broken, caught }: Outcome): boolean =>
  broken.length === 0 && caught.every(({ after }) => after !== undefined)

export function toJson(outcome: Outcome): object {
  const { layers, broken, caught, seconds } = outcome
  return {
    histories: layers.rules.histories + layers.desk.histories,
    steps: layers.rules.steps + layers.desk.steps,
    violations: broken.length,
    mutants: caught.length,
    mutantsCaught: caught.filter(({ after }) => after !== undefined).length,
    seconds,
    layers,
    broken,
    caught,
  }
}

/** What came of a run, for people: how much ran where, what broke and how to see it again, and which mutants lived. */
export function describeOutcome(outcome: Outcome): string {
  const { layers, broken, caught, seconds } = outcome
  const alive = caught.filter(({ after }) => after === undefined)
  const lines = [
    `${layers.rules.histories} histories (${layers.rules.steps} steps) of the rules and the platform's code in one process.`,
    `${layers.desk.histories} histories (${layers.desk.steps} steps) of the desk's own functions on PostgreSQL.`,
    ...broken.flatMap(({ layer, seed, what, story }) => [
      '',
      `BROKEN: ${what}`,
      ...story.map((line) => `  ${line}`),
      `  again: npm run model -- --layer ${layer} --seed ${seed} --histories 1 --no-mutants`,
    ]),
    broken.length === 0 ? 'No history broke an invariant.' : `${broken.length} histories broke an invariant.`,
    caught.length === 0
      ? 'No mutants were tried.'
      : `${caught.length - alive.length} of ${caught.length} mutants of the real code were found.`,
    ...alive.map(({ name, layer }) => `NOT FOUND: "${name}" (${layer})`),
    `${seconds} s.`,
  ]
  return lines.join('\n')
}
