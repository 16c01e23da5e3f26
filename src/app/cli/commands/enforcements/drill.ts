import { Argument, type Command, Option } from 'commander'
import { markDrillAtSetup } from '../../../../admin/protections/drill-account.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { listDrills } from '../../../../enforcement/drill/list-drills.ts'
import { planDrill } from '../../../../enforcement/drill/plan-drill.ts'
import { SCENARIOS, type Scenario } from '../../../../enforcement/drill/scenarios.ts'
import { addTokenOption, findActing, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseStart } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'
import { registerSchedule } from './drill-schedule.ts'

const HELP = `
A game day on the live desk: an account that two people marked as a test goes offline for up to an hour by an enforcement like any other, which
must meet every guard. Whoever is on call is told, in words that are used for nothing real, and finds it and brings it back. It is
measured as incidents are, and stands among them, marked as a drill.

Scenarios:
${Object.entries(SCENARIOS)
  .map(([name, { says }]) => `  ${name.padEnd(16)}${says}`)
  .join('\n')}

Examples:
  countersign drill mark 8821 --reason "made for exercises, nobody follows it"
  countersign drill run wrong-takedown --account 8821
  countersign drill run wrong-takedown --account 8821 --at 2026-12-01T09:00:00Z
  countersign drill list
  countersign drill schedule add wrong-takedown --account 8821 --every 2 --on wed --time 09:30 --zone Europe/Berlin`

type MarkOptions = DatabaseOptions & TokenOptions & { reason: string }
type RunOptions = DatabaseOptions & TokenOptions & { account: string; at?: Date }

export const registerDrill: RegisterCommand = (program, context) => {
  const drill = program.command('drill').description('run measured drills on a test account').addHelpText('after', HELP)
  for (const [name, op] of [
    ['mark', 'add'],
    ['unmark', 'remove'],
  ] as const) {
    const command = drill
      .command(name)
      .argument('<account>', "the platform's id of the account")
      .description(
        op === 'add'
          ? 'propose that an account is marked as a test account'
          : 'propose that an account is no longer a test account',
      )
      .requiredOption('--reason <text>', 'why')
    addTokenOption(addDatabaseOption(command)).action((accountId: string, options: MarkOptions) =>
      withDatabase(context, options, async (desk) => {
        const { person } = await findActor(context, options, desk.db)
        const wanted = { kind: 'drill_account', op, accountId } as const
        if (person === undefined) {
          await markDrillAtSetup(desk.db, wanted)
          return context.print(
            `Account ${accountId} counts as a test. While the desk is being set up, one person decides that.`,
          )
        }
        context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by: person })))
      }),
    )
  }
  const run = drill
    .command('run')
    .addArgument(new Argument('<scenario>', 'the scenario to play').choices(Object.keys(SCENARIOS)))
    .description('begin a drill now, or at a time')
    .requiredOption('--account <id>', 'an account that is marked as a test')
    .addOption(
      new Option('--at <time>', 'the time at which it begins, such as 2026-12-01T09:00:00Z').argParser(parseStart),
    )
  addTokenOption(addDatabaseOption(run)).action((scenario: Scenario, options: RunOptions) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      const { account: accountId, at } = options
      const planned = await planDrill(desk, { scenario, accountId, by, ...(at && { beginsAt: at }) })
      context.print(
        `${planned.id} begins at ${formatTime(planned.beginsAt)} on account ${accountId}, while the desk runs.`,
      )
    }),
  )
  registerList(drill, context)
  registerSchedule(drill, context)
}

function registerList(drill: Command, context: CommandContext): void {
  const list = drill
    .command('list')
    .description('list drills with the times that people took')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const drills = await listDrills(db)
      if (options.json) return context.print(JSON.stringify({ drills }))
      if (drills.length === 0) return context.print('There was no drill yet.')
      const rows = drills.map((each) => [
        each.id,
        formatTime(each.beginsAt),
        each.scenario,
        each.accountId,
        each.refused ?? (each.endedAlone ? 'nobody found it' : saySeconds(each.detectMs)),
        saySeconds(each.restoreMs),
        each.enforcementId ?? '–',
      ])
      context.print(
        formatTable(['DRILL', 'BEGINS', 'SCENARIO', 'ACCOUNT', 'FOUND AFTER', 'BACK AFTER', 'ENFORCEMENT'], rows),
      )
    }),
  )
}

const saySeconds = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms / 100) / 10} s`)
