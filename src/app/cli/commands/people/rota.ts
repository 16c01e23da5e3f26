import { type Command, InvalidArgumentError, Option } from 'commander'
import { readConfig } from '../../../../config.ts'
import { CHANGING_ROLES, type StaffCaller } from '../../../../foundation/domain.ts'
import { message } from '../../../../foundation/messages/message.ts'
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
import { findActing, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { formatTable } from '../../print/format-table.ts'
import { WEEKDAYS } from '../../option-values.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `A person on call is on duty for stop, restore, confirm and, with a passkey, approve. An urgent alert goes to the primary. If
they do not acknowledge it within five minutes it goes to the secondary, and then to all leads.`

type Options = DatabaseOptions & TokenOptions
interface AddOptions extends Options {
  turn: Turn
  on: number[]
  from: string
  to: string
  zone: string
  firstDay: string
  lastDay?: string
}

export const registerRota: RegisterCommand = (program, context) => {
  const rota = describeGroup(program.command('rota').description('manage the on-call rota'), HELP)
  registerList(rota, context)
  const add = rota
    .command('add')
    .argument('<person>', 'their id or pseudonym')
    .description('add a person to the on-call rota')
    .addOption(
      new Option('--turn <turn>', 'primary is alerted first, secondary next').choices(TURNS).makeOptionMandatory(),
    )
    .requiredOption('--on <days>', 'the days of the week, such as mon-fri or sat,sun', parseDays)
    .requiredOption('--from <time>', 'the beginning, such as 22:00')
    .requiredOption('--to <time>', 'the end; on the next day if it is not after --from')
    .requiredOption('--zone <name>', 'the time zone, such as Europe/Berlin')
    .requiredOption('--first-day <day>', 'the first day, such as 2031-05-01')
    .option('--last-day <day>', 'the last day (default: no end)')
  const added = describeCommand(add, context, {
    examples: [
      'countersign rota add wren --turn primary --on mon-fri --from 22:00 --to 06:00 --zone Europe/Berlin --first-day 2031-05-01',
    ],
    json: { id: 'the id of the entry' },
  })
  runWithToken(add, context, async (desk, options: AddOptions, person: string) => {
    const by = await findPlanner(context, options, desk.db)
    const { turn, on: days, zone, from: begins, to: ends, firstDay: fromDay, lastDay = null } = options
    const staffId = await findStaffId(desk.db, person)
    const id = await addToRota(desk, { staffId, turn, days, zone, begins, ends, fromDay, untilDay: lastDay }, by)
    added.result({ id }, `${person} is on call by ${id}.`)
  })
  const remove = rota
    .command('remove')
    .argument('<id>', 'the id of the entry, such as rota_12')
    .description('remove an entry during set-up; later it takes a passkey, in the console')
  const removed = describeCommand(remove, context, {
    examples: ['countersign rota remove rota_12'],
    json: { id: 'the id of the removed entry' },
  })
  runWithToken(remove, context, async ({ db }, options: Options, id: string) => {
    const { port, relyingParty = localParty(port) } = readConfig(context.env)
    await removeFromRota({ db, relyingParty }, id, await findPlanner(context, options, db))
    removed.result({ id }, `${id} is taken away.`)
  })
}

function registerList(rota: Command, context: CommandContext): void {
  const list = rota.command('list').description('list the entries of the rota')
  const output = describeCommand(list, context, {
    examples: ['countersign rota list'],
    json: {
      entries: 'id, pseudonym, turn, days (1 is Monday), begins, ends, zone, fromDay, untilDay and onCall of each',
    },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const entries = await listRota(db)
    output.result({ entries }, formatTable(HEADINGS, entries.map(toRow)))
  })
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
  throw new DeskError('not_allowed', message('cli.leadOrAdmin'))
}

/** Parses days of the week such as mon-fri, "sat,sun", or one day. */
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
