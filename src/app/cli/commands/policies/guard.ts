import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { readConfig } from '../../../../config.ts'
import {
  ABSENTABLE,
  FACT_NAMES,
  type FactName,
  type FactRow,
  FACTS,
  factWords,
} from '../../../../policy/guards/facts.ts'
import { type FailedExample, findFailedExamples, loadExamples } from '../../../../policy/guards/guard-examples.ts'
import { loadGuards } from '../../../../policy/guards/guards-file.ts'
import type { GuardsAnswer } from '../../../../policy/guards/judge-guards.ts'
import { describeRequirement } from '../../../../policy/requirements/describe-requirement.ts'
import { promptForAbsentFacts } from '../../prompt-for-absent-facts.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { count, formatTable } from '../../print/format-table.ts'
import { registerGuardExplain } from './guard-explain.ts'
import { registerGuardReplay } from './guard-replay.ts'
import { formatDurationToken } from '../../../../foundation/durations.ts'
import { renderMessage, renderText } from '../../../../foundation/messages/render-message.ts'

const HELP = `Only "adopt" changes the desk; "check", "test" and "facts" need no database. The desk applies two sets of guards: the
guards.yaml that it read at its start, and the one that was agreed to. "adopt" makes them the same. No file lowers the
floor: to take a protected account offline takes two other people, or one other if only its reach protects it.`

export const registerGuard: RegisterCommand = (program, context) => {
  const guard = program
    .command('guard')
    .description('manage the guards: check, test and replay them, and explain an enforcement')
  describeGroup(guard, HELP)
  registerCheck(guard, context)
  registerTest(guard, context)
  registerFacts(guard, context)
  registerGuardExplain(guard, context)
  registerGuardReplay(guard, context)
}

function registerCheck(guard: Command, context: CommandContext): void {
  const check = guard
    .command('check')
    .argument('[guards]', 'the file of guards (guards.yaml among the policies)')
    .description('check a file of guards and list their requirements; refuses an invalid file')
    .addOption(new Option('--absent <facts...>', 'facts that the platform lacks').choices(ABSENTABLE))
  const output = describeCommand(check, context, {
    about: CHECK_HELP,
    examples: ['countersign guard check', 'countersign guard check our-guards.yaml --absent account.reach'],
    json: {
      guards: 'each guard: id, actions, asks (its requirement in words) and missing (facts that turn it off)',
      expiresMs: 'the time for approvals, in milliseconds',
    },
  })
  check.action(async (file: string | undefined, { absent }: { absent?: FactName[] }) =>
    checkGuards(context, output, file, absent ?? (await promptForAbsentFacts(context))),
  )
}

function registerTest(guard: Command, context: CommandContext): void {
  const test = guard
    .command('test')
    .argument('<examples>', 'a file of examples, such as policies/guards.examples.yaml')
    .option('--guards <file>', 'the file of guards (guards.yaml among the policies)')
    .description('test guards against examples')
  const output = describeCommand(test, context, {
    examples: ['countersign guard test policies/guards.examples.yaml --guards our-guards.yaml'],
    json: { examples: 'the number of examples', failed: 'name, expected and actual answer of each that differs' },
    finds: 'an example came out differently',
  })
  test.action((file: string, options: { guards?: string }) => tryExamples(context, output, file, options.guards))
}

/** The words about a fact, as the command line prints them. */
function englishWords(name: FactName): { doc: string; unit: string; purpose: string } {
  const { doc, unit, purpose } = factWords(name)
  return { doc: renderMessage(doc), unit: renderText(unit), purpose: renderMessage(purpose) }
}

function registerFacts(guard: Command, context: CommandContext): void {
  const facts = guard.command('facts').description('list the facts that a condition may use')
  const output = describeCommand(facts, context, {
    examples: ['countersign guard facts'],
    json: { facts: 'name, type, unit, source, freshMs, doc and purpose of each fact' },
  })
  facts.action(() => {
    const rows = FACT_NAMES.map((name) => {
      const { type, source, freshMs }: FactRow = FACTS[name]
      return { name, type, source, freshMs, ...englishWords(name) }
    })
    output.result({ facts: rows }, describeFacts())
  })
}

const CHECK_HELP = `Without --absent, and with COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET set, the command asks the platform
which facts it lacks.`

function checkGuards(
  context: CommandContext,
  output: Output<'guards' | 'expiresMs'>,
  file: string | undefined,
  absent: readonly FactName[],
): void {
  const { guards, expiresMs } = loadGuards(file ?? ownGuards(context))
  const checked = guards.map(({ id, actions, requirement, as, when }) => ({
    id,
    actions,
    asks: describeRequirement(requirement, as ?? undefined),
    missing: absent.filter((name) => when.reads.has(name)),
  }))
  const rows = checked.map(({ id, actions, asks, missing }) => [
    id,
    actions.join(', '),
    missing.length === 0 ? asks : `off: there is no ${missing.join(', ')}`,
  ])
  const off = checked.filter(({ missing }) => missing.length > 0).length
  const parts = [
    ...(rows.length > 0 ? [formatTable(['GUARD', 'ACTIONS', 'ASKS FOR'], rows)] : []),
    `An enforcement waits ${formatDurationToken(expiresMs)} for people to agree, and for its hold after that.`,
    `${count(guards.length, 'guard')}${off === 0 ? '' : `, ${off} of them off`}. The file can be used.`,
  ]
  output.result({ guards: checked, expiresMs }, parts.join('\n\n'))
}

function tryExamples(
  context: CommandContext,
  output: Output<'examples' | 'failed'>,
  file: string,
  guardsFile: string | undefined,
): void {
  const { guards } = loadGuards(guardsFile ?? ownGuards(context))
  const examples = loadExamples(file)
  const failed = findFailedExamples(guards, examples)
  if (failed.length > 0) context.markFound()
  const sum =
    failed.length === 0
      ? `${count(examples.length, 'example')}, all as they say.`
      : `${failed.length} of ${count(examples.length, 'example')} came out otherwise.`
  output.result({ examples: examples.length, failed }, [...failed.map(describeFailure), sum].join('\n\n'))
}

const describeFailure = ({ name, expected, actual }: FailedExample): string =>
  [name, ...describeAnswer('expected', expected), ...describeAnswer('came out', actual)].join('\n  ')

function describeAnswer(which: string, { fired, off, requirement }: GuardsAnswer): string[] {
  const firing = fired.map(({ id, errored }) => (errored ? `${id} (for something unknown)` : id))
  const list = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '))
  return [
    `${which}: fired ${list(firing)}; off ${list(off)}`,
    `${' '.repeat(which.length)}  asks for ${describeRequirement(requirement)}`,
  ]
}

function describeFacts(): string {
  const rows = FACT_NAMES.map((name) => {
    const { type, source, freshMs }: FactRow = FACTS[name]
    const { doc, unit } = englishWords(name)
    const fresh = freshMs === 0 ? 'when judged' : `${freshMs / 1_000} s`
    return [name, type, unit, source, fresh, doc]
  })
  const purposes = FACT_NAMES.map((name) => [name, englishWords(name).purpose])
  return [
    formatTable(['FACT', 'TYPE', 'UNIT', 'FROM', 'AS OF', 'WHAT IT IS'], rows),
    formatTable(['FACT', 'WHY IT MAY BE USED'], purposes),
    FOOTNOTE,
  ].join('\n\n')
}

const FOOTNOTE = `A fact that is missing, or older than it may be, is unknown: every condition that turns on it counts as true.
What comes from the platform may also be absent, when the platform has no such thing: guards that ask about it are off.
!has(account.reach) is true where it is unknown; has() can be used in no other way.`

const ownGuards = ({ env }: CommandContext): string => resolve(readConfig(env).policiesDir, 'guards.yaml')
