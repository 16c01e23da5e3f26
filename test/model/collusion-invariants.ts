import type { Seen, SeenEnforcement, SubjectName } from './gate.ts'
import { DAY_MS } from './scene.ts'
import { type Story, Violation } from './story.ts'

const WEEK_MS = 7 * DAY_MS
/** The most answers of two people to each other's enforcements within a week. */
const PAIR_MAX = 3
/** The worker ends an interim measure at its next turn. */
const LATE_MS = 60_000

interface PairAnswer {
  pair: string
  enforcementId: string
  atMs: number
}

/** Two people approve or confirm each other's enforcements three times in seven days at most. */
export function checkPairs({ enforcements }: Seen): void {
  const answers = enforcements.flatMap(listPairAnswers)
  for (const { pair, atMs } of answers) {
    const week = answers.filter((one) => one.pair === pair && one.atMs <= atMs && one.atMs > atMs - WEEK_MS)
    const ids = new Set(week.map(({ enforcementId }) => enforcementId))
    if (ids.size > PAIR_MAX)
      throw new Violation('two people agree to each other three times a week', `${pair}: ${[...ids].join(', ')}`)
  }
}

/** The approvals and confirmations by others than the proposers. A proved ground needs none of them. */
function listPairAnswers({ id, ground, parties, answers }: SeenEnforcement): PairAnswer[] {
  if (ground !== null && ground !== 'document' && ground !== 'hijack') return []
  const proposers = parties.filter(({ how }) => how === 'proposed').map(({ by }) => by)
  return answers.flatMap(({ by, answer, atMs }) =>
    atMs === undefined || !['agree', 'confirm'].includes(answer)
      ? []
      : proposers
          .filter((proposer) => proposer !== by)
          .map((proposer) => ({ pair: [by, proposer].sort().join(' and '), enforcementId: id, atMs })),
  )
}

/** All interim measures of all people on a subject together last a day of any seven. */
export function checkInterimTime({ nowMs, enforcements }: Seen): void {
  const measures = enforcements.filter(({ isInterim, ground }) => isInterim && ground === null)
  for (const subject of new Set(measures.map((measure) => measure.subject))) {
    const activeMs = sumActive(
      measures.filter((measure) => measure.subject === subject),
      nowMs,
    )
    if (activeMs > DAY_MS + LATE_MS)
      throw new Violation('interim measures last a day of seven', `${subject}: ${activeMs / 3_600_000} h`)
  }
}

/** The time of the last seven days in which one of these was active, each moment counted once. */
function sumActive(measures: readonly SeenEnforcement[], nowMs: number): number {
  const spans = measures.flatMap(({ moves, endsAtMs }) => {
    const from = moves.find(({ to }) => to === 'releasing')?.atMs
    const undone = moves.find(({ to }) => to === 'restoring' || to === 'failed')?.atMs
    if (from === undefined) return []
    return [{ from: Math.max(from, nowMs - WEEK_MS), until: Math.min(undone ?? nowMs, endsAtMs ?? nowMs, nowMs) }]
  })
  let [sum, counted] = [0, Number.NEGATIVE_INFINITY]
  for (const { from, until } of spans.sort((one, other) => one.from - other.from)) {
    sum += Math.max(0, until - Math.max(from, counted))
    counted = Math.max(counted, until)
  }
  return sum
}

/** True while a subject is offline by a past that the database lost, and no enforcement on it was restored since. */
export function isPastLost(story: Story, { enforcements }: Seen, name: SubjectName): boolean {
  const lostAtMs = story.lost.get(name)
  return (
    lostAtMs !== undefined &&
    !enforcements.some(
      ({ subject, moves }) => subject === name && moves.some(({ to, atMs }) => to === 'restored' && atMs >= lostAtMs),
    )
  )
}
