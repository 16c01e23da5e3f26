import type { Command } from 'commander'
import { type EnforcementExplanation, explainEnforcement } from '../../../../enforcement/present/explain-enforcement.ts'
import type { FoundVerdict } from '../../../../enforcement/replay/verdict-queries.ts'
import { FACT_NAMES, type FactName, type FactRow, FACTS } from '../../../../policy/guards/facts.ts'
import { READ_WHEN_ASKED } from '../../../../enforcement/facts/gather-facts.ts'
import { describeRequirement } from '../../../../policy/requirements/describe-requirement.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'
import { renderMessage } from '../../../../foundation/messages/render-message.ts'

const HELP = 'Facts about the proposer are deleted after 30 days. The verdict on them stays.'

/** Adds the command that explains the state of an enforcement. */
export function registerGuardExplain(guard: Command, context: CommandContext): void {
  const explain = guard
    .command('explain')
    .argument('<enforcement>', 'its id, such as enf_12')
    .description('explain the verdict on an enforcement: its facts, its answers, its open requirements')
  const output = describeCommand(explain, context, {
    about: HELP,
    examples: ['countersign guard explain enf_12'],
    json: EXPLANATION_JSON,
  })
  runOnDatabase(explain, context, async (desk, _options: DatabaseOptions, enforcementId: string) => {
    const explanation = await explainEnforcement(desk, enforcementId)
    output.result(toJson(explanation), describe(explanation))
  })
}

const EXPLANATION_JSON = {
  id: 'the id of the enforcement',
  subject: 'the subject, such as account:8821',
  action: 'the action',
  policyId: 'the policy it is based on',
  proposedBy: 'the pseudonym of the proposer',
  proposedAt: 'the time of the proposal',
  expiresAt: 'the last time for approvals',
  state: 'its state',
  movedAt: 'the time at which it entered this state',
  interim: 'true for an interim measure',
  successorOf: 'the enforcement that it resubmits, or null',
  waits: 'the open requirements: for, says, until',
  verdicts: 'each verdict: facts, guards that fired, guards that are off, requirement',
  answers: 'each answer: by, answer, at, stands',
  moves: 'each state: to, by, at',
} as const

const ACTOR_FACT = 'actor.'
const GONE = 'gone: kept for 30 days'

const toJson = ({ enforcement, verdicts, answers, moves, waits }: EnforcementExplanation) => ({
  id: enforcement.id,
  subject: enforcement.subject,
  action: enforcement.action,
  policyId: enforcement.policyId,
  proposedBy: enforcement.proposedBy,
  proposedAt: enforcement.proposedAt,
  expiresAt: enforcement.expiresAt,
  state: enforcement.state,
  movedAt: enforcement.movedAt,
  interim: enforcement.interim,
  successorOf: enforcement.successorOf,
  waits: waits.map((wait) => ({ ...wait, says: renderMessage(wait.says) })),
  verdicts: verdicts.map(({ policyHash, facts, ...verdict }) => ({
    ...verdict,
    policyHash: policyHash.toString('hex'),
    asks: describeRequirement(verdict.requirement),
    ...facts,
  })),
  answers,
  moves,
})

function describe(explanation: EnforcementExplanation): string {
  const { verdicts, answers, moves } = explanation
  return [
    describeEnforcement(explanation),
    ...verdicts.map((verdict, index) => describeVerdict(verdict, index, verdicts[index - 1])),
    answers.length === 0
      ? 'No answers yet.'
      : formatTable(
          ['WHO', 'ANSWER', 'WHEN', 'VALID NOW'],
          answers.map(({ by, answer, at, stands }) => [by, answer, formatTime(at), stands ? 'yes' : 'no: void']),
        ),
    formatTable(
      ['MOVED TO', 'BY', 'WHEN'],
      moves.map(({ to, by, at }) => [to, by, formatTime(at)]),
    ),
  ].join('\n\n')
}

function describeEnforcement({ enforcement, waits }: EnforcementExplanation): string {
  const { id, action, subject, proposedBy, proposedAt, policyId, state, movedAt, interim, successorOf } = enforcement
  const also = [
    ...(interim ? ["One person's at once, for a short time: no guard holds it."] : []),
    ...(successorOf === null ? [] : [`It takes up ${successorOf} again.`]),
  ]
  return [
    `${id}: ${action} ${subject}, asked for by ${proposedBy} at ${formatTime(proposedAt)} under ${policyId}.`,
    ...also,
    `It is ${state} since ${formatTime(movedAt)}${waits.length === 0 ? ' and waits for nothing.' : ' and waits for'}`,
    ...waits.map((wait) => `  ${renderMessage(wait.says)}${formatEnd(wait)}`),
  ].join('\n')
}

const formatEnd = ({ for: what, until }: EnforcementExplanation['waits'][number]): string =>
  until === null ? '' : `${what === 'hold' ? ', at' : ', by'} ${formatTime(until)}`

function describeVerdict(verdict: FoundVerdict, index: number, before: FoundVerdict | undefined): string {
  const { judgedAt, policyHash, fired, off, requirement, facts } = verdict
  const { id, handle, readAt } = facts.account
  const spoke = fired.map((one) => (one.errored ? `${one.id} (for something unknown)` : one.id))
  const rows = [
    ['by policies', policyHash.toString('hex')],
    ['about', `${id ?? 'an account that could not be read'}${handle === null ? '' : ` (@${handle})`}`],
    ['protected', facts.account.protected ? 'yes, on record' : 'not on record'],
    ['platform asked', readAt === null ? 'no, or it did not answer' : formatTime(new Date(readAt))],
    ['spoke up', spoke.join(', ') || 'no guard'],
    ['off here', off.join(', ') || 'no guard'],
    ['asks for', describeRequirement(requirement)],
  ]
  return [
    `Judged, ${index + 1}: ${formatTime(judgedAt)}`,
    ...rows.map(([what = '', is]) => `  ${what.padEnd(14)}  ${is}`),
    describeFacts(verdict, before),
  ].join('\n')
}

/** Formats the facts of a verdict. A later verdict shows only the facts that were read differently. */
function describeFacts(verdict: FoundVerdict, before: FoundVerdict | undefined): string {
  const rows = FACT_NAMES.map((name) => [name, said(verdict, name), before && said(before, name)] as const)
  if (before === undefined) {
    return formatTable(
      ['FACT', 'AS READ'],
      rows.map(([name, now]) => [name, now]),
    )
  }
  const changed = rows.filter(([, now, then]) => now !== then)
  if (changed.length === 0) return 'Every fact was read as before.'
  return `${formatTable(
    ['FACT', 'AS READ', 'BEFORE'],
    changed.map(([name, now, then = '']) => [name, now, then]),
  )}
Every other fact was read as before.`
}

function said({ facts, actorFacts }: FoundVerdict, name: FactName): string {
  if (!name.startsWith(ACTOR_FACT)) return formatReading(name, facts.facts[name])
  return actorFacts === null ? GONE : formatFact(name, actorFacts[name])
}

/** Expensive facts are read only when a guard needs them. */
const formatReading = (name: FactName, value: unknown): string =>
  value === null && READ_WHEN_ASKED.includes(name) ? 'unknown, or no guard asked' : formatFact(name, value)

/** Formats a fact for people: with its unit, and in words where it has no value. */
function formatFact(name: FactName, value: unknown): string {
  if (value === null || value === undefined) return 'unknown'
  if (value === 'absent') return 'no such thing on this platform'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  const { unit, type }: FactRow = FACTS[name]
  return type === 'int' ? `${value} ${unit}` : String(value)
}
