import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { type ListedSchedule, listSchedules } from '../../../../enforcement/drill/list-drills.ts'
import { endRepeating, repeatDrill, WEEKS_MAX } from '../../../../enforcement/drill/repeat-drills.ts'
import { SCENARIO_NAMES, type Scenario } from '../../../../enforcement/drill/scenarios.ts'
import { TIME_OF_DAY } from '../../../../foundation/schemas/schemas.ts'
import { findActing, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseWholeNumber, WEEKDAYS } from '../../option-values.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `A scheduled drill is skipped during a freeze, while a circuit breaker is open, while drift is being handled, during another
drill, and when the desk did not run at its time. The list shows the last skipped one. Planning and ending take the role
policy, lead or admin.`

type Options = DatabaseOptions & TokenOptions
interface AddOptions extends Options {
  account: string
  every: number
  on: string
  time: string
  zone: string
}

/** Adds the commands `drill schedule add`, `list` and `end`. */
export function registerSchedule(drill: Command, context: CommandContext): void {
  const schedule = describeGroup(drill.command('schedule').description('manage recurring drills'), HELP)
  registerAdd(schedule, context)
  registerList(schedule, context)
  registerEnd(schedule, context)
}

function registerAdd(schedule: Command, context: CommandContext): void {
  const add = schedule
    .command('add')
    .addArgument(new Argument('<scenario>', 'the scenario to play').choices(SCENARIO_NAMES))
    .description('schedule a recurring drill on a test account')
    .requiredOption('--account <id>', 'an account that is marked as a test')
    .addOption(
      new Option('--every <weeks>', `the number of weeks between two drills, at most ${WEEKS_MAX}`)
        .default(1)
        .argParser(parseWeeks),
    )
    .addOption(new Option('--on <day>', 'the day of the week').choices(WEEKDAYS).makeOptionMandatory())
    .requiredOption('--time <time>', 'the time in the zone, such as 09:30', parseTime)
    .requiredOption('--zone <name>', 'the time zone, such as Europe/Berlin')
  const output = describeCommand(add, context, {
    examples: [
      'countersign drill schedule add wrong-takedown --account 8821 --every 2 --on wed --time 09:30 --zone Europe/Berlin',
    ],
    json: { id: 'the id of the recurring drill', nextAt: 'the time of the next drill' },
  })
  runWithToken(add, context, async (desk, options: AddOptions, scenario: Scenario) => {
    const by = await findActing(context, options, desk.db)
    const { account: accountId, every: everyWeeks, on, time, zone } = options
    const weekday = WEEKDAYS.indexOf(on) + 1
    const { id, nextAt } = await repeatDrill(desk, { scenario, accountId, everyWeeks, weekday, time, zone }, by)
    const text = `${id} repeats on account ${accountId}, the next time at ${formatTime(nextAt)}, while the desk runs.`
    output.result({ id, nextAt }, text)
  })
}

function registerEnd(schedule: Command, context: CommandContext): void {
  const end = schedule
    .command('end')
    .argument('<id>', 'the id of the recurring drill, such as sched_3')
    .description('end a recurring drill')
  const output = describeCommand(end, context, {
    examples: ['countersign drill schedule end sched_3'],
    json: { id: 'the id of the ended drill' },
  })
  runWithToken(end, context, async (desk, options: Options, id: string) => {
    await endRepeating(desk, id, await findActing(context, options, desk.db))
    output.result({ id }, `${id} repeats no more.`)
  })
}

function registerList(schedule: Command, context: CommandContext): void {
  const list = schedule.command('list').description('list recurring drills by their next time')
  const output = describeCommand(list, context, {
    examples: ['countersign drill schedule list'],
    json: {
      schedules: 'id, scenario, accountId, everyWeeks, weekday, time, zone, nextAt, plannedBy and skipped of each',
    },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const schedules = await listSchedules(db)
    const table = formatTable(HEADINGS, schedules.map(toRow))
    output.result({ schedules }, schedules.length === 0 ? 'Nothing repeats.' : table)
  })
}

const HEADINGS = ['ID', 'SCENARIO', 'ACCOUNT', 'WEEKS', 'DAY', 'TIME', 'ZONE', 'NEXT', 'PLANNED BY', 'LAST LEFT OUT']
const toRow = (plan: ListedSchedule): string[] => [
  plan.id,
  plan.scenario,
  plan.accountId,
  String(plan.everyWeeks),
  WEEKDAYS[plan.weekday - 1] ?? '',
  plan.time,
  plan.zone,
  formatTime(plan.nextAt),
  plan.plannedBy,
  plan.skipped ?? '',
]

function parseWeeks(text: string): number {
  const weeks = parseWholeNumber(text)
  if (weeks >= 1 && weeks <= WEEKS_MAX) return weeks
  throw new InvalidArgumentError(`It must be a number of weeks from 1 to ${WEEKS_MAX}.`)
}

function parseTime(text: string): string {
  if (new RegExp(TIME_OF_DAY).test(text)) return text
  throw new InvalidArgumentError('It must be a time such as 09:30.')
}
