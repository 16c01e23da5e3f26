import type { AbilityTable } from '../../../connect/check-platform.ts'
import type { Step } from '../../../connect/step.ts'
import { formatTable } from '../../print/format-table.ts'
import { describeLacks } from './describe-platforms.ts'

const RESULT_CHARS = 8
const ID_CHARS = 13

/** Formats the steps of a check, each with its fix on a line of its own. */
export const formatSteps = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ id, result, found, fix }) => [
    `  ${result.padEnd(RESULT_CHARS)} ${id.padEnd(ID_CHARS)} ${found}`,
    ...(fix === null ? [] : [`  ${' '.repeat(RESULT_CHARS + ID_CHARS + 2)}Fix: ${fix}`]),
  ])

/** Formats the abilities of a platform: its guarantees, the actions by kind of subject, and what it lacks. */
export function formatAbilities({ guarantees, actions, stated }: AbilityTable): string[] {
  const rows = [
    ...Object.entries(guarantees).map(([name, holds]) => [name, holds ? 'yes' : 'no']),
    ...Object.entries(actions).map(([kind, list]) => [`actions on ${kind}`, list.join(', ') || 'none']),
    ...(stated === null
      ? []
      : [
          ['subjects', stated.subjects.join(', ')],
          ['facts it has not', stated.absentFacts.join(', ') || 'none'],
          ['single countries', stated.countries ? 'yes' : 'no'],
        ]),
  ]
  const table = formatTable(['ABILITY', ''], rows).split('\n')
  return [...table, ...describeLacks(guarantees)].map((line) => `  ${line}`)
}
