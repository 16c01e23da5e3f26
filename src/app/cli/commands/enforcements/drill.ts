import { Argument, type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { markDrillAtSetup } from '../../../../admin/protections/drill-account.ts'
import { listDrills } from '../../../../enforcement/drill/list-drills.ts'
import { planDrill } from '../../../../enforcement/drill/plan-drill.ts'
import { SCENARIO_NAMES, type Scenario, scenarioMessage } from '../../../../enforcement/drill/scenarios.ts'
import { pageOf } from '../../../../foundation/database/select-page.ts'
import { renderMessage } from '../../../../foundation/messages/render-message.ts'
import { findActing, findActor, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseStart } from '../../option-values.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'
import { registerSchedule } from './drill-schedule.ts'

const formatAbout =
  (): string => `A drill runs on the live desk. A test account goes offline for up to an hour by an enforcement that must meet every guard.
The person on call is alerted, in words that no real alert uses, and restores the account. The drill is measured like an
incident, and appears in the list of incidents with a mark.

Scenarios:
${SCENARIO_NAMES.map((name) => `  ${name.padEnd(16)}${renderMessage(scenarioMessage(name))}`).join('\n')}`

type MarkOptions = DatabaseOptions & TokenOptions & { reason: string }
type RunOptions = DatabaseOptions & TokenOptions & { account: string; at?: Date }

export const registerDrill: RegisterCommand = (program, context) => {
  const drill = describeGroup(
    program.command('drill').description('run measured drills on a test account'),
    formatAbout,
  )
  registerMark(drill, context)
  registerRun(drill, context)
  registerList(drill, context)
  registerSchedule(drill, context)
}

function registerMark(drill: Command, context: CommandContext): void {
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
      .requiredOption('--reason <text>', 'the reason for the change')
    const output = describeCommand(command, context, {
      examples: [`countersign drill ${name} 8821 --reason "made for exercises, without followers"`],
      json: { account: 'the account', change: `${CHANGE_JSON.change}; null during set-up, when it applies at once` },
    })
    runWithToken(command, context, async (desk, options: MarkOptions, accountId: string) => {
      const { person } = await findActor(context, options, desk.db)
      const wanted = { kind: 'drill_account', op, accountId } as const
      if (person === undefined) {
        await markDrillAtSetup(desk.db, wanted)
        const text = `Account ${accountId} counts as a test. While the desk is being set up, one person decides that.`
        return output.result({ account: accountId, change: null }, text)
      }
      const change = await proposeChange(desk, { wanted, reason: options.reason, by: person })
      output.result({ account: accountId, change: toChangeJson(change) }, formatChange(change))
    })
  }
}

function registerRun(drill: Command, context: CommandContext): void {
  const run = drill
    .command('run')
    .addArgument(new Argument('<scenario>', 'the scenario to play').choices(SCENARIO_NAMES))
    .description('begin a drill now, or at a given time')
    .requiredOption('--account <id>', 'an account that is marked as a test')
    .addOption(
      new Option('--at <time>', 'the time at which it begins, such as 2026-12-01T09:00:00Z (default: now)').argParser(
        parseStart,
      ),
    )
  const output = describeCommand(run, context, {
    examples: [
      'countersign drill run wrong-takedown --account 8821',
      'countersign drill run wrong-takedown --account 8821 --at 2026-12-01T09:00:00Z',
    ],
    json: { id: 'the id of the drill', beginsAt: 'the time at which it begins' },
  })
  runWithToken(run, context, async (desk, options: RunOptions, scenario: Scenario) => {
    const by = await findActing(context, options, desk.db)
    const { account: accountId, at } = options
    const planned = await planDrill(desk, { scenario, accountId, by, ...(at && { beginsAt: at }) })
    const text = `${planned.id} begins at ${formatTime(planned.beginsAt)} on account ${accountId}, while the desk runs.`
    output.result({ id: planned.id, beginsAt: planned.beginsAt }, text)
  })
}

const DRILLS_MAX = 100

function registerList(drill: Command, context: CommandContext): void {
  const list = drill.command('list').description('list drills with the times to detection and restore')
  const output = describeCommand(list, context, {
    examples: ['countersign drill list'],
    json: { drills: 'id, scenario, accountId, beginsAt, detectMs, restoreMs, endedAlone, refused and enforcementId' },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const { items: drills } = await listDrills(db, pageOf({ limit: DRILLS_MAX }))
    const rows = drills.map((each) => [
      each.id,
      formatTime(each.beginsAt),
      each.scenario,
      each.accountId,
      each.refused ?? (each.endedAlone ? 'not found' : formatSeconds(each.detectMs)),
      formatSeconds(each.restoreMs),
      each.enforcementId ?? '–',
    ])
    const headings = ['DRILL', 'BEGINS', 'SCENARIO', 'ACCOUNT', 'FOUND AFTER', 'BACK AFTER', 'ENFORCEMENT']
    output.result({ drills }, drills.length === 0 ? 'There was no drill yet.' : formatTable(headings, rows))
  })
}

const formatSeconds = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms / 100) / 10} s`)
