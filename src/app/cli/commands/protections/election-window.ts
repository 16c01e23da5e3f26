import { type Command, Option } from 'commander'
import { type ElectionWindow, listElectionWindows } from '../../../../admin/protections/list-election-windows.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Wanted } from '../../../../admin/change/wanted.ts'
import { PUBLIC_INTEREST_TAGS } from '../../../../policy/requirements/protected.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseEnd, parseStart } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const HELP = `
While a window is open, what one person does alone on its accounts ends after 15 minutes instead of an hour unless a second
person confirms it: an interim measure, and a content hidden because of a document. Enforcements of authorities, verified matches and
irreversible harm stay as they are. Opening one takes two people and counts at once. Closing it before its end takes two people
and counts 24 hours later. A window lasts at most until 180 days from now.

Examples:
  countersign change election-window open --from 2026-05-01 --until 2026-05-10 --tag candidate --tag newsroom --reason "the vote"
  countersign change election-window open --from 2026-05-01T06:00:00Z --until 2026-05-02 --account user-900 --reason "the debate"
  countersign change election-window list
  countersign change election-window close chg_12 --reason "the vote is postponed"`

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }
type Propose = (options: ProposeOptions, wanted: Wanted) => Promise<void>

/** Under `change`, which is registered before it. */
export const registerElectionWindow: RegisterCommand = (program, context) => {
  const change = program.commands.find((command) => command.name() === 'change')
  if (!change) throw new Error('election windows are part of change, which is not registered')
  const propose: Propose = (options, wanted) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
    })
  const window = change
    .command('election-window')
    .description('manage periods in which acts by one person end after 15 minutes')
    .addHelpText('after', HELP)
  registerOpen(window, propose)
  registerClose(window, propose)
  registerList(window, context)
}

type OpenOptions = ProposeOptions & { from: Date; until: Date; account: string[]; tag: string[] }

function registerOpen(window: Command, propose: Propose): void {
  const open = window
    .command('open')
    .description('propose an election window')
    .requiredOption('--from <time>', 'a day such as 2026-05-01, or a moment such as 2026-05-01T06:00:00Z', parseStart)
    .requiredOption('--until <time>', 'a day meant to its end, or a moment', parseEnd)
    .option('--account <ids...>', "accounts, by the platform's ids", [])
    .addOption(new Option('--tag <tags...>', 'all accounts with these tags').choices(PUBLIC_INTEREST_TAGS).default([]))
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(open)).action((options: OpenOptions) => {
    const { from, until, account: accounts, tag: tags } = options
    return propose(options, { kind: 'election_window', from, until, accounts, tags })
  })
}

function registerClose(window: Command, propose: Propose): void {
  const close = window
    .command('close')
    .argument('<id>', 'the change that opened it, such as chg_12')
    .description('propose that an election window closes before its end')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(close)).action((windowId: string, options: ProposeOptions) =>
    propose(options, { kind: 'election_window_end', windowId }),
  )
}

function registerList(window: Command, context: CommandContext): void {
  const list = window
    .command('list')
    .description('list proposed, coming and open election windows')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const windows = await listElectionWindows(db)
      if (options.json) return context.print(JSON.stringify(windows))
      if (windows.length === 0) return context.print('No election window is asked for, coming or open.')
      context.print(formatTable(HEADINGS, windows.map(toRow)))
    }),
  )
}

const HEADINGS = ['ID', 'STATE', 'FROM', 'UNTIL', 'ACCOUNTS', 'CLOSING']
const toRow = ({ id, state, from, until, accounts, tags, closing, closesAt }: ElectionWindow): string[] => {
  const named = accounts.map(({ id: accountId, handle }) => (handle === null ? accountId : `@${handle} (${accountId})`))
  const ends =
    closing === null ? '' : closesAt === null ? `${closing}, asked for` : `${closing}, ${formatTime(closesAt)}`
  return [id, state, formatTime(from), formatTime(until), [...tags, ...named].join(', '), ends]
}
