import { agreeBy } from '../../src/enforcement/next-step.ts'
import { ACTING } from '../../src/enforcement/enforcement-state.ts'
import type { Answer } from '../../src/foundation/domain.ts'
import type { Agreeing } from '../../src/policy/requirements/requirement.ts'
import type { Person } from './gate.ts'
import type { Row } from './rules-rows.ts'

export interface Moment {
  now: Date
  cast: readonly Person[]
  ended: ReadonlySet<number>
  /** The one person on duty; null when all are. */
  onCall: number | null
}

/**
 * Returns the reason that a person may not give this answer now; null: they may. The rules themselves are in SQL, which
 * the other layer tests; here they only keep a history to possible acts.
 */
export function findAnswerRefusal(
  row: Row,
  by: number,
  said: Answer,
  { now, cast, ended, onCall }: Moment,
): string | null {
  const person = cast[by]
  const material = row.materialHash?.toString('hex')
  const answers = row.answers.filter((one) => one.by === by)
  const agreed = answers.filter(({ answer }) => answer === 'agree')
  const holdsDuty = agreed.length === 0 && answers.some(({ answer }) => answer === 'duty')
  const answered =
    said === 'duty'
      ? answers.some(({ answer }) => answer !== 'confirm')
      : agreed.some((one) => one.material === material)
  if (person === undefined || ended.has(by)) return 'they are no longer here'
  if (onCall !== null && onCall !== by) return 'they are not on duty'
  if (row.parties.some((party) => party.by === by)) return 'they asked for it'
  if (material === undefined) return 'nobody is asked'
  if (said === 'confirm') {
    const open = ACTING.includes(row.state) && row.confirmBy !== null && row.confirmBy > now && row.confirmedAt === null
    return open && holdsDuty ? null : 'it is not theirs to confirm'
  }
  const waits = row.state === 'awaiting_approval' || (said === 'duty' && row.state === 'held')
  if (!waits || (row.state !== 'held' && now > agreeBy(row))) return 'it does not wait for this'
  if (said === 'duty' && row.confirmMs === null) return 'there is nothing to confirm'
  if (answered) return 'they have answered'
  if (said === 'agree' && holdsDuty && dutiesOf(row, ended) < 2) return 'another person takes their duty first'
  return person.leaving && said !== 'decline' ? 'their standing does not allow it' : null
}

/** Counts the people who hold the confirm duty and still may: an approval ends the duty of the person who gives it. */
export const dutiesOf = ({ answers, parties }: Row, ended: ReadonlySet<number>): number => {
  const holds = ({ by, answer }: Row['answers'][number]) =>
    answer === 'duty' && !ended.has(by) && !parties.some((party) => party.by === by)
  const agreed = new Set(answers.filter(({ answer }) => answer === 'agree').map(({ by }) => by))
  return new Set(answers.filter((one) => holds(one) && !agreed.has(one.by)).map(({ by }) => by)).size
}

/** Returns the people whose approval counts. */
export function agreeingOf(row: Row, { cast, ended }: Moment): Agreeing[] {
  const material = row.materialHash?.toString('hex')
  const yes = row.answers.filter(({ by, answer, material: of }) => {
    const isParty = row.parties.some((party) => party.by === by)
    return answer === 'agree' && of === material && !ended.has(by) && !isParty
  })
  return yes.flatMap(({ by }) => {
    const person = cast[by]
    return person ? [{ staffId: person.name, roles: [person.role], team: person.team, employer: 'Example' }] : []
  })
}
