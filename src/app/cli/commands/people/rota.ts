import { type Command, InvalidArgumentError, Option } from 'commander'
import { readConfig } from '../../../../config.ts'
import { CHANGING_ROLES, type StaffCaller } from '../../../../foundation/domain.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import { localParty } from '../../../../foundation/settings/relying-party.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import {
  addToRota,
  type ListedEntry,
  listRota,
  removeFromRota,
  type Turn,
  TURNS,
} from '../../../../people/shifts/rota.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable } from '../../print/format-table.ts'
import { WEEKDAYS } from '../../option-values.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const EXAMPLES = `
Whoever is on call counts as on duty for stop, restore, confirm and, with a passkey, approve. Alerts that can't wait go to the
primary; who doesn't say within five minutes that they have seen it is followed by the secondary, and then by all leads.

Examples:
  countersign rota list
  countersign rota add wren --turn primary --days mon-fri --from 22:00 --to 06:00 --zone Europe/Berlin --starts 2031-05-01
  countersign rota add rook --turn secondary --days sat,sun --from 00:00 --to 00:00 --zone Europe/Berlin --starts 2031-05-03 --until 2031-05-04
  countersign rota remove rota_12`

type Options = DatabaseOptions & TokenOptions
interface AddOptions extends Options {
  turn: Turn
  days: number[]
  from: string
  to: string
  zone: string
  starts: string
  until?: string
}

export const registerRota: RegisterCommand = (program, context) => {
  const rota = program.command('rota').description('manage the on-call rota').addHelpText('after', EXAMPLES)
  registerList(rota, context)
  const add = rota
    .command('add')
    .argument('<person>', 'their id or pseudonym')
    .description('plan a person on call')
    .addOption(new Option('--turn <turn>', 'the turn: who is alerted first').choices(TURNS).makeOptionMandatory())
    .requiredOption('--days <days>', 'such as mon-fri or sat,sun', parseDays)
    .requiredOption('--from <time>', 'such as 22:00')
    .requiredOption('--to <time>', 'the end; not after --from: on the next day')
    .requiredOption('--zone <name>', 'the time zone, such as Europe/Berlin')
    .requiredOption('--starts <day>', 'the first day, such as 2031-05-01')
    .option('--until <day>', 'the last day (default: no end)')
  addTokenOption(addDatabaseOption(add)).action((person: string, options: AddOptions) =>
    withDatabase(context, options, async (desk) => {
      const by = await findPlanner(context, options, desk.db)
      const { turn, days, zone, from: begins, to: ends, starts: fromDay, until = null } = options
      const staffId = await findStaffId(desk.db, person)
      const id = await addToRota(desk, { staffId, turn, days, zone, begins, ends, fromDay, untilDay: until }, by)
      context.print(`${person} is on call by ${id}.`)
    }),
  )
  const remove = rota
    .command('remove')
    .argument('<id>', 'such as rota_12')
    .description('remove an entry during set-up; later it takes a passkey, in the console')
  addTokenOption(addDatabaseOption(remove)).action((id: string, options: Options) =>
    withDatabase(context, options, async ({ db }) => {
      const { port, relyingParty = localParty(port) } = readConfig(context.env)
      await removeFromRota({ db, relyingParty }, id, await findPlanner(context, options, db))
      context.print(`${id} is taken away.`)
    }),
  )
}

function registerList(rota: Command, context: CommandContext): void {
  const list = rota.command('list').description('list the entries of the rota').option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const entries = await listRota(db)
      context.print(options.json ? JSON.stringify(entries) : formatTable(HEADINGS, entries.map(toRow)))
    }),
  )
}

const HEADINGS = ['ID', 'WHO', 'TURN', 'DAYS', 'FROM', 'TO', 'ZONE', 'FIRST DAY', 'LAST DAY', 'NOW']
const toRow = (entry: ListedEntry): string[] => [
  entry.id,
  entry.pseudonym,
  entry.turn,
  entry.days.map((day) => WEEKDAYS[day - 1] ?? '').join(' '),
  entry.begins,
  entry.ends,
  entry.zone,
  entry.fromDay,
  entry.untilDay ?? '',
  entry.onCall ? 'on call' : '',
]

async function findPlanner(context: CommandContext, options: Options, db: Queryable): Promise<StaffCaller> {
  const by = await findActing(context, options, db)
  if (by.roles.some((role) => role !== 'policy' && CHANGING_ROLES.includes(role))) return by
  throw new DeskError('not_allowed', 'Nothing was done: this takes the role lead or admin.')
}

/** mon-fri, sat,sun, or one day. */
function parseDays(text: string): number[] {
  const days = text
    .toLowerCase()
    .split(',')
    .flatMap((part) => {
      const [first = '', last = first] = part.split('-')
      const [from, to] = [WEEKDAYS.indexOf(first) + 1, WEEKDAYS.indexOf(last) + 1]
      return from === 0 || to < from ? [0] : Array.from({ length: to - from + 1 }, (_each, index) => from + index)
    })
  if (days.includes(0)) throw new InvalidArgumentError('It must be days such as mon-fri or sat,sun.')
  return days
}
