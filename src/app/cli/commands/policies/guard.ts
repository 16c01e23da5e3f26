import { resolve } from 'node:path'
import { Option } from 'commander'
import { readConfig } from '../../../../config.ts'
import { ABSENTABLE, FACT_NAMES, FACTS, type FactName, type FactRow } from '../../../../policy/guards/facts.ts'
import { type FailedExample, findFailedExamples, loadExamples } from '../../../../policy/guards/guard-examples.ts'
import { loadGuards } from '../../../../policy/guards/guards-file.ts'
import type { GuardsAnswer } from '../../../../policy/guards/judge-guards.ts'
import { describeRequirement } from '../../../../policy/requirements/require-block.ts'
import { askAbsent } from '../../ask-absent.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { count, formatTable } from '../../print/format-table.ts'
import { registerGuardExplain } from './guard-explain.ts'
import { registerGuardReplay } from './guard-replay.ts'
import { formatDurationToken } from '../../../../foundation/durations.ts'

const EXAMPLES = `
All but adopt change nothing; check, test and facts need no database. The desk judges every order by the guards.yaml among its
policies, read when it starts, and by the one that was agreed to, until adopt makes them the same again. Below them stands a
floor that no file lowers: taking a protected account offline takes two others, and one where it is protected by its
reach alone.

Examples:
  countersign guard check
  countersign guard check our-guards.yaml --absent account.reach
  countersign guard test policies/guards.examples.yaml --guards our-guards.yaml
  countersign guard facts
  countersign guard explain enf_12
  countersign guard replay our-guards.yaml --since 30d
  countersign guard adopt our-guards.yaml --reason "five minutes of hold are long"`

export const registerGuard: RegisterCommand = (program, context) => {
  const guard = program
    .command('guard')
    .description('manage the guards: check, test and replay them, and explain an enforcement')
    .addHelpText('after', EXAMPLES)

  guard
    .command('check')
    .argument('[guards]', 'the file of guards (guards.yaml among the policies)')
    .description('check a file of guards and describe each; exits with 1 if invalid')
    .addOption(new Option('--absent <facts...>', 'facts that the platform lacks').choices(ABSENTABLE))
    .addHelpText('after', CHECK_HELP)
    .action(async (file: string | undefined, { absent }: { absent?: FactName[] }) =>
      checkGuards(context, file, absent ?? (await askAbsent(context))),
    )

  guard
    .command('test')
    .argument('<examples>', 'a file of examples, such as policies/guards.examples.yaml')
    .option('--guards <file>', 'the file of guards (guards.yaml among the policies)')
    .description('test guards against examples; exits with 3 if one differs')
    .action((file: string, options: { guards?: string }) => tryExamples(context, file, options.guards))

  guard
    .command('facts')
    .description('list the facts that a condition may use')
    .action(() => context.print(describeFacts()))

  registerGuardExplain(guard, context)
  registerGuardReplay(guard, context)
}

const CHECK_HELP = `
Where COUNTERSIGN_PLATFORM_URL and _SECRET are set, and --absent is not given, the platform is asked what it has no such
thing for.`

function checkGuards(context: CommandContext, file: string | undefined, absent: readonly FactName[]): void {
  const { guards, expiresMs } = loadGuards(file ?? ownGuards(context))
  const rows = guards.map(({ id, actions, requirement, as, when }) => {
    const missing = absent.filter((name) => when.reads.has(name))
    const asks = describeRequirement(requirement, as ?? undefined)
    return [id, actions.join(', '), missing.length === 0 ? asks : `off: there is no ${missing.join(', ')}`]
  })
  if (rows.length > 0) context.print(formatTable(['GUARD', 'ACTIONS', 'ASKS FOR'], rows))
  context.print(
    `\nAn enforcement waits ${formatDurationToken(expiresMs)} for people to agree, and for its hold after that.`,
  )
  const off = guards.filter(({ when }) => absent.some((name) => when.reads.has(name))).length
  context.print(`\n${count(guards.length, 'guard')}${off === 0 ? '' : `, ${off} of them off`}. The file can be used.`)
}

function tryExamples(context: CommandContext, file: string, guardsFile: string | undefined): void {
  const { guards } = loadGuards(guardsFile ?? ownGuards(context))
  const examples = loadExamples(file)
  const failed = findFailedExamples(guards, examples)
  for (const each of failed) context.print(`${describeFailure(each)}\n`)
  if (failed.length > 0) context.markFound()
  context.print(
    failed.length === 0
      ? `${count(examples.length, 'example')}, all as they say.`
      : `${failed.length} of ${count(examples.length, 'example')} came out otherwise.`,
  )
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
    const { type, unit, source, freshMs, doc }: FactRow = FACTS[name]
    const fresh = freshMs === 0 ? 'when judged' : `${freshMs / 1_000} s`
    return [name, type, unit, source, fresh, doc]
  })
  const purposes = FACT_NAMES.map((name) => [name, FACTS[name].purpose])
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
