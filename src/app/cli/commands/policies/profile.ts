import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  readShadowReport,
  REPORT_DAYS,
  REPORT_DAYS_MAX,
  type ShadowReport,
} from '../../../../enforcement/shadow/shadow-report.ts'
import { ORGANISATION_SAYS, SHADOW_WARNING } from '../../../../admin/setup/describe-profile.ts'
import { setProfileAtSetup } from '../../../../admin/setup/profile.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { ORGANISATIONS, type Organisation } from '../../../../foundation/domain.ts'
import { type Profile, readProfile } from '../../../../foundation/profile.ts'
import { addTokenOption, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseWholeNumber } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'
import { formatDuration } from '../../../../foundation/durations.ts'

const HELP = `
company: shifts and teams. community: a few volunteers; whoever was active within a day is on duty. solo: one person, who says yes
themselves a day later: that protects from haste, and not from a bad or hijacked moderator.

Shadow mode records what guards ask for and holds nothing, for no account; countersign shadow report says what would have been.
A profile in which fewer must agree, shadow mode, and showing people's numbers again take somebody else's yes.

Examples:
  countersign profile show
  countersign profile set --shadow on --reason "two weeks to see what our guards would ask"
  countersign profile set --organisation community --reason "there are three of us now"
  countersign profile set --person-metrics off --reason "agreed with the works council"`

interface SetOptions extends DatabaseOptions, TokenOptions {
  organisation?: Organisation
  shadow?: boolean
  personMetrics?: boolean
  reason: string
}

export const registerProfile: RegisterCommand = (program, context) => {
  const profile = program
    .command('profile')
    .description('manage the organisation profile of the desk')
    .addHelpText('after', HELP)
  const show = profile.command('show').description('show the profile in force').option('--json', 'print JSON')
  addDatabaseOption(show).action((options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const now = await readProfile(db)
      context.print(options.json ? JSON.stringify(now) : sayProfile(now).join('\n'))
    }),
  )
  const set = profile
    .command('set')
    .description('propose another profile; a looser one needs a second person')
    .addOption(new Option('--organisation <name>', 'the kind of organisation').choices([...ORGANISATIONS]))
    .addOption(new Option('--shadow <on|off>', 'record verdicts and hold nothing').argParser(parseSwitch))
    .addOption(new Option('--person-metrics <on|off>', 'show counts of work by person').argParser(parseSwitch))
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(set)).action((options: SetOptions) => setProfile(context, options))
  registerShadow(program, context)
}

function registerShadow(program: Command, context: CommandContext): void {
  const report = program
    .command('shadow')
    .description('report the effect of guards in shadow')
    .command('report')
    .description('report the approvals and holds that guards in shadow would have required')
    .addOption(
      new Option('--days <number>', `the days to look back, at most ${REPORT_DAYS_MAX}`)
        .argParser((text) => Math.min(REPORT_DAYS_MAX, parseWholeNumber(text)))
        .default(REPORT_DAYS),
    )
    .option('--json', 'print JSON')
  addDatabaseOption(report).action((options: DatabaseOptions & { days: number; json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const read = await readShadowReport(db, options.days)
      context.print(options.json ? JSON.stringify(read) : sayReport(read).join('\n'))
    }),
  )
}

const setProfile = (context: CommandContext, { organisation, shadow, personMetrics, reason, ...options }: SetOptions) =>
  withDatabase(context, options, async (desk) => {
    const wanted = {
      ...(organisation === undefined ? {} : { organisation }),
      ...(shadow === undefined ? {} : { shadow }),
      ...(personMetrics === undefined ? {} : { personMetrics }),
    }
    const { person, settingUp } = await findActor(context, options, desk.db)
    if (person !== undefined && !settingUp) {
      const change = await proposeChange(desk, { wanted: { kind: 'profile', ...wanted }, reason, by: person })
      return context.print(sayChange(change))
    }
    context.print(sayProfile(await setProfileAtSetup(desk.db, wanted)).join('\n'))
  })

export const sayProfile = ({ organisation, shadow, personMetrics }: Profile): string[] => [
  `Profile: ${organisation}. ${ORGANISATION_SAYS[organisation]}`,
  shadow ? SHADOW_WARNING : 'What guards ask for is held to.',
  personMetrics
    ? 'What is counted of people at work is shown to leads by person.'
    : 'What is counted of people at work is shown by shift, and of nobody. Guards go on reading somebody’s own facts.',
]

function sayReport({ since, from, to, enforcements, asked, couldNot, undone, actions, teams }: ShadowReport): string[] {
  const now = since === null ? 'What guards ask for is held to now.' : `${SHADOW_WARNING} Since ${formatTime(since)}.`
  const span = `From ${formatTime(from)} to ${formatTime(to)} ${enforcements} enforcements took effect while nothing was held.`
  if (asked === 0) return [now, `${span} Of none anything would have been asked.`]
  return [
    now,
    `${span} Of ${asked} something would have been asked; ${couldNot} of them those on duty could not have agreed to; ${undone} of them somebody undid since.`,
    '',
    formatTable(
      ['ACTION', 'ENFORCEMENTS', 'NOBODY COULD', 'UNDONE', 'HOLD', 'WOULD HAVE NEEDED'],
      actions.map((row) => [
        row.action,
        ...[row.enforcements, row.couldNot, row.undone].map(String),
        sayHold(row.holdMs),
        row.asks,
      ]),
    ),
    '',
    formatTable(
      ['TEAM', 'ENFORCEMENTS', 'ASKED', 'LONGEST HOLD', 'ALL HOLDS'],
      teams.map((row) => [
        row.team ?? '–',
        String(row.enforcements),
        String(row.asked),
        sayHold(row.longestHoldMs),
        sayHold(row.holdMs),
      ]),
    ),
    '',
    'Holds alone: how long people would have taken to agree, nobody knows.',
  ]
}

const sayHold = (ms: number): string => (ms === 0 ? '–' : formatDuration(ms))

function parseSwitch(text: string): boolean {
  if (text === 'on') return true
  if (text === 'off') return false
  throw new InvalidArgumentError('It is on or off.')
}
