import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { ROLES, type Role } from '../../../../foundation/domain.ts'
import { addStaff, isApprover, type NewStaff } from '../../../../people/staff/add-staff.ts'
import { type ListedStaff, listStaff } from '../../../../people/staff/list-staff.ts'
import { addTokenOption, findActor, isAdmin, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseEnd, parseStart } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const EXAMPLES = `
Examples:
  countersign staff add wren --name "Maren Oduya" --role reviewer senior --language en pt-BR
  countersign staff add rook --name "Tomas Brandt" --role reviewer --employment contractor --ends 2031-05-17
  countersign staff token add wren --label laptop
  countersign staff list
  countersign staff grant wren --role lead --reason "she leads the night shift"
  countersign staff extend rook --ends 2031-08-31 --reason "his contract was renewed"
  countersign staff notice rook --kind involuntary --ends 2031-05-17T16:00:00Z
  countersign staff unrestrict rook --reason "she has a new one"
  countersign staff end wren`

export const registerStaff: RegisterCommand = (program, context) => {
  const staff = program.command('staff').description('manage the people of the desk').addHelpText('after', EXAMPLES)
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
  json?: true
}

function registerAdd(staff: Command, context: CommandContext): void {
  const add = staff
    .command('add')
    .argument('<pseudonym>', 'the name that others see, such as wren')
    .description('add a person; after set-up a second person must agree to an approver')
    .requiredOption('--name <name>', 'their name; only administrators see it')
    .addOption(new Option('--role <roles...>', 'the roles').choices(ROLES).makeOptionMandatory())
    .option('--language <tags...>', 'languages they review, such as en pt-BR', [])
    .option('--clearance <names...>', 'such as protected: which cases they may be given', [])
    .addOption(new Option('--employment <kind>').choices(['employee', 'contractor']).default('employee'))
    .option('--employer <name>', 'who employs them', 'own')
    .option('--site <name>', 'where they work', 'main')
    .option('--team <name>', 'their team', 'main')
    .option(
      '--rolling-contract',
      'a contract renewed again and again: leaving counts from 3 days before its end, not 14',
    )
    .option('--starts <time>', 'first day or moment (default: now)', parseStart)
    .option('--ends <time>', 'last day, to its end in UTC, or moment; contractors need one', parseEnd)
    .option('--reason <text>', 'why', 'somebody new')
    .option('--json', 'print JSON')
  addTokenOption(addDatabaseOption(add)).action((pseudonym: string, options: AddOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor, person: by, settingUp } = await findActor(context, options, desk.db)
      const person = toPerson(pseudonym, options)
      if (!settingUp && by !== undefined && isApprover(person)) {
        const wanted = { kind: 'approver', person } as const
        return context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
      }
      const { id } = await addStaff(desk, person, actor)
      if (options.json) return context.print(JSON.stringify({ id, pseudonym }))
      context.print(`${pseudonym} is ${id}. A token to sign in with: countersign staff token add ${pseudonym}`)
    }),
  )
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
    .description('list the people; names and involuntary ends take an administrator’s token')
    .option('--ended', 'list also people who have ended')
    .option('--json', 'print JSON')
  addTokenOption(addDatabaseOption(list)).action(
    (options: DatabaseOptions & TokenOptions & { ended?: true; json?: true }) =>
      withDatabase(context, options, async ({ db }) => {
        const asAdmin = await isAdmin(context, options, db)
        const people = await listStaff(db, { ended: options.ended === true, asAdmin })
        context.print(options.json ? JSON.stringify(people) : formatTable(HEADINGS, people.map(toRow)))
      }),
  )
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
