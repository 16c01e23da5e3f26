import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { ROLES, type Role } from '../../../../foundation/domain.ts'
import { addStaff, isApprover, type NewStaff } from '../../../../people/staff/add-staff.ts'
import { type ListedStaff, listStaff } from '../../../../people/staff/list-staff.ts'
import { findActor, isAdmin, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseEnd, parseStart } from '../../option-values.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import type { DatabaseOptions } from '../../run/with-database.ts'

const HELP = `Commands that change people take your access token: COUNTERSIGN_TOKEN, or --token-file. During set-up the person at the
desk's own machine needs none.`

export const registerStaff: RegisterCommand = (program, context) => {
  const staff = describeGroup(program.command('staff').description('manage the people of the desk'), HELP)
  registerAdd(staff, context)
  registerList(staff, context)
}

interface AddOptions extends DatabaseOptions, TokenOptions {
  reason: string
  name: string
  role: Role[]
  language: string[]
  clearance: string[]
  employment: 'employee' | 'contractor'
  employer: string
  site: string
  team: string
  rollingContract?: true
  starts?: Date
  ends?: Date
}

function registerAdd(staff: Command, context: CommandContext): void {
  const add = staff
    .command('add')
    .argument('<pseudonym>', 'the name that colleagues see, such as wren')
    .description('add a person; after set-up a second person agrees to one who may approve')
    .requiredOption('--name <name>', 'the real name; only administrators see it')
    .addOption(new Option('--role <roles...>', 'the roles').choices(ROLES).makeOptionMandatory())
    .option('--language <tags...>', 'languages they review, such as en pt-BR', [])
    .option('--clearance <names...>', 'the kinds of restricted cases they may get, such as protected', [])
    .addOption(
      new Option('--employment <kind>', 'the kind of contract').choices(['employee', 'contractor']).default('employee'),
    )
    .option('--employer <name>', 'the employer', 'own')
    .option('--site <name>', 'the place of work', 'main')
    .option('--team <name>', 'their team', 'main')
    .option(
      '--rolling-contract',
      'a contract that is renewed again and again: a departure begins 3 days before its end, not 14',
    )
    .option('--starts <time>', 'first day or moment (default: now)', parseStart)
    .option('--ends <time>', 'last day, to its end in UTC, or moment; contractors need one', parseEnd)
    .option('--reason <text>', 'the reason, for a second person', 'a new person')
  const output = describeCommand(add, context, {
    examples: [
      'countersign staff add wren --name "Maren Oduya" --role reviewer senior --language en pt-BR',
      'countersign staff add rook --name "Tomas Brandt" --role reviewer --employment contractor --ends 2031-05-17',
    ],
    json: {
      id: 'the id of the person; null while a change waits',
      pseudonym: 'the pseudonym',
      change: `${CHANGE_JSON.change}; null when the person was added at once`,
    },
  })
  runWithToken(add, context, async (desk, options: AddOptions, pseudonym: string) => {
    const { actor, person: by, settingUp } = await findActor(context, options, desk.db)
    const person = toPerson(pseudonym, options)
    if (!settingUp && by !== undefined && isApprover(person)) {
      const wanted = { kind: 'approver', person } as const
      const change = await proposeChange(desk, { wanted, reason: options.reason, by })
      return output.result({ id: null, pseudonym, change: toChangeJson(change) }, formatChange(change))
    }
    const { id } = await addStaff(desk, person, actor)
    const text = `${pseudonym} is ${id}. A token to sign in with: countersign staff token add ${pseudonym}`
    output.result({ id, pseudonym, change: null }, text)
  })
}

const toPerson = (pseudonym: string, options: AddOptions): NewStaff => ({
  pseudonym,
  name: options.name,
  roles: [...new Set(options.role)],
  languages: options.language,
  clearances: options.clearance,
  employment: options.employment,
  employer: options.employer,
  site: options.site,
  team: options.team,
  rollingContract: options.rollingContract === true,
  ...(options.starts ? { startsAt: options.starts } : {}),
  ...(options.ends ? { endsAt: options.ends } : {}),
})

function registerList(staff: Command, context: CommandContext): void {
  const list = staff
    .command('list')
    .description('list the people; real names and involuntary ends need an administrator’s token')
    .option('--ended', 'list also people who have ended')
  const output = describeCommand(list, context, {
    examples: ['countersign staff list', 'countersign staff list --ended'],
    json: { people: 'id, pseudonym, name, roles, clearances, languages, team, endsAt, endedAt … of each person' },
  })
  runWithToken(list, context, async ({ db }, options: DatabaseOptions & TokenOptions & { ended?: true }) => {
    const asAdmin = await isAdmin(context, options, db)
    const people = await listStaff(db, { ended: options.ended === true, asAdmin })
    output.result({ people }, formatTable(HEADINGS, people.map(toRow)))
  })
}

function onDuty({ restricted, onShift, onCall }: ListedStaff): string {
  const duty = onShift ? 'on shift' : onCall ? 'on call' : 'no'
  return restricted ? `${duty}, restricted` : duty
}

const HEADINGS = ['ID', 'PSEUDONYM', 'NAME', 'ROLES', 'CLEARANCES', 'TEAM', 'ON DUTY', 'ENDS', 'ENDED']
const toRow = (person: ListedStaff): string[] => [
  person.id,
  person.pseudonym,
  person.name ?? '',
  person.roles.join(' '),
  person.clearances.join(' '),
  person.team,
  onDuty(person),
  formatTime(person.endsAt),
  formatTime(person.endedAt),
]
