import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  readShadowReport,
  REPORT_DAYS,
  REPORT_DAYS_MAX,
  type ShadowReport,
} from '../../../../enforcement/shadow/shadow-report.ts'
import { organisationMessage, SHADOW_WARNING } from '../../../../admin/setup/describe-profile.ts'
import { setProfileAtSetup } from '../../../../admin/setup/profile.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { ORGANISATIONS, type Organisation } from '../../../../foundation/domain.ts'
import { type Profile, readProfile } from '../../../../foundation/profile.ts'
import { addTokenOption, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseWholeNumber } from '../../option-values.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, runOnDatabase, withDatabase } from '../../run/with-database.ts'
import { registerShadowBeside } from './shadow-beside.ts'
import { formatDuration } from '../../../../foundation/durations.ts'
import { renderMessage } from '../../../../foundation/messages/render-message.ts'

const HELP = `company: shifts and teams. community: a few volunteers; a person who was active within a day is on duty. solo: one person,
who confirms each own decision a day later. That protects from haste, and not from a hijacked moderator.

In shadow mode the verdicts of guards are recorded, and no enforcement waits for them. "countersign shadow report" shows
the approvals and holds that they would have required.

A profile with fewer approvals, shadow mode, and counts of work by person each take a second person.`

interface SetOptions extends DatabaseOptions, TokenOptions {
  organisation?: Organisation
  shadow?: boolean
  personMetrics?: boolean
  reason: string
}

export const registerProfile: RegisterCommand = (program, context) => {
  const profile = program.command('profile').description('manage the organisation profile of the desk')
  describeGroup(profile, HELP)
  const show = profile.command('show').description('show the profile in force')
  const output = describeCommand(show, context, {
    examples: ['countersign profile show'],
    json: {
      organisation: 'company, community or solo',
      shadow: 'true in shadow mode',
      personMetrics: 'true when work is counted by person',
    },
  })
  runOnDatabase(show, context, async ({ db }) => {
    const now = await readProfile(db)
    output.result({ ...now }, formatProfile(now).join('\n'))
  })
  registerSet(profile, context)
  registerShadow(program, context)
}

function registerSet(profile: Command, context: CommandContext): void {
  const set = profile
    .command('set')
    .description('propose another profile; a looser one takes a second person')
    .addOption(new Option('--organisation <name>', 'the kind of organisation').choices([...ORGANISATIONS]))
    .addOption(
      new Option('--shadow <on|off>', 'record the verdicts of guards without requiring them').argParser(parseSwitch),
    )
    .addOption(new Option('--person-metrics <on|off>', 'count work by person').argParser(parseSwitch))
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(set, context, {
    examples: [
      'countersign profile set --shadow on --reason "two weeks to see the effect of our guards"',
      'countersign profile set --organisation community --reason "there are three of us now"',
      'countersign profile set --person-metrics off --reason "agreed with the works council"',
    ],
    json: { ...CHANGE_JSON, profile: 'the new profile, when it was set at once during set-up; else null' },
  })
  addTokenOption(addDatabaseOption(set)).action((options: SetOptions) => setProfile(context, output, options))
}

function registerShadow(program: Command, context: CommandContext): void {
  const shadow = program.command('shadow').description('report the effect of guards in shadow, or beside another tool')
  registerShadowBeside(shadow, context)
  const report = shadow
    .command('report')
    .description('report the approvals and holds that guards in shadow would have required')
    .addOption(
      new Option('--days <number>', `the days to look back, at most ${REPORT_DAYS_MAX}`)
        .argParser((text) => Math.min(REPORT_DAYS_MAX, parseWholeNumber(text)))
        .default(REPORT_DAYS),
    )
  const output = describeCommand(report, context, {
    examples: ['countersign shadow report', 'countersign shadow report --days 30'],
    json: {
      since: 'the beginning of shadow mode; null outside it',
      from: 'the beginning of the report',
      to: 'its end',
      enforcements: 'the number of enforcements in shadow mode',
      asked: 'the number for which guards would have required something',
      couldNot: 'the number for which too few approvers were on duty',
      undone: 'the number undone since, of those for which guards would have required something',
      actions: 'the same numbers by action',
      teams: 'the same numbers by team',
    },
  })
  runOnDatabase(report, context, async ({ db }, options: DatabaseOptions & { days: number }) => {
    const read = await readShadowReport(db, options.days)
    output.result({ ...read }, formatReport(read).join('\n'))
  })
}

const setProfile = (
  context: CommandContext,
  output: Output<'change' | 'profile'>,
  { organisation, shadow, personMetrics, reason, ...options }: SetOptions,
) =>
  withDatabase(context, options, async (desk) => {
    const wanted = {
      ...(organisation === undefined ? {} : { organisation }),
      ...(shadow === undefined ? {} : { shadow }),
      ...(personMetrics === undefined ? {} : { personMetrics }),
    }
    const { person, settingUp } = await findActor(context, options, desk.db)
    if (person !== undefined && !settingUp) {
      const change = await proposeChange(desk, { wanted: { kind: 'profile', ...wanted }, reason, by: person })
      return output.result({ change: toChangeJson(change), profile: null }, formatChange(change))
    }
    const set = await setProfileAtSetup(desk.db, wanted)
    output.result({ change: null, profile: set }, formatProfile(set).join('\n'))
  })

export const formatProfile = ({ organisation, shadow, personMetrics }: Profile): string[] => [
  `Profile: ${organisation}. ${renderMessage(organisationMessage(organisation))}`,
  shadow ? SHADOW_WARNING : 'What guards ask for is held to.',
  personMetrics
    ? 'What is counted of people at work is shown to leads by person.'
    : 'Figures about work are shown by shift and not by person. Guards still read the facts of a person that they need.',
]

function formatReport({
  since,
  from,
  to,
  enforcements,
  asked,
  couldNot,
  undone,
  actions,
  teams,
}: ShadowReport): string[] {
  const now = since === null ? 'The guards are enforced now.' : `${SHADOW_WARNING} Since ${formatTime(since)}.`
  const span = `From ${formatTime(from)} to ${formatTime(to)}, ${enforcements} enforcements took effect without a guard holding them.`
  if (asked === 0) return [now, `${span} The guards would have required nothing for any.`]
  return [
    now,
    `${span} The guards would have required more for ${asked}: the people on duty could not have approved ${couldNot}, and ${undone} were restored since.`,
    '',
    formatTable(
      ['ACTION', 'ENFORCEMENTS', 'NO APPROVER', 'RESTORED', 'HOLD', 'REQUIREMENT'],
      actions.map((row) => [
        row.action,
        ...[row.enforcements, row.couldNot, row.undone].map(String),
        formatHold(row.holdMs),
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
        formatHold(row.longestHoldMs),
        formatHold(row.holdMs),
      ]),
    ),
    '',
    'These times are holds only: the time that people would have taken to approve is not known.',
  ]
}

const formatHold = (ms: number): string => (ms === 0 ? '–' : formatDuration(ms))

function parseSwitch(text: string): boolean {
  if (text === 'on') return true
  if (text === 'off') return false
  throw new InvalidArgumentError('It is on or off.')
}
