import { type Command, Option } from 'commander'
import { type ElectionWindow, listElectionWindows } from '../../../../admin/protections/list-election-windows.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Wanted } from '../../../../admin/change/wanted.ts'
import { PUBLIC_INTEREST_TAGS } from '../../../../policy/requirements/protected.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseEnd, parseStart } from '../../option-values.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, runOnDatabase, withDatabase } from '../../run/with-database.ts'

const HELP = `While a window is open, an act by one person on its accounts ends after 15 minutes instead of an hour, unless a second
person confirms it. That holds for interim measures and for contents hidden because of a document. It does not change
orders of authorities, verified matches and irreversible harm. To open a window takes two people, and applies at once. To
close it early takes two people, and applies 24 hours later. A window ends at most 180 days from now.`

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }
type Propose = (output: Output<'change'>, options: ProposeOptions, wanted: Wanted) => Promise<void>

/** Adds the subcommands to `change`, which must be registered first. */
export const registerElectionWindow: RegisterCommand = (program, context) => {
  const change = program.commands.find((command) => command.name() === 'change')
  if (!change) throw new Error('election windows are part of change, which is not registered')
  const propose: Propose = (output, options, wanted) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
    })
  const window = change
    .command('election-window')
    .description('manage periods in which acts by one person end after 15 minutes')
  describeGroup(window, HELP)
  registerOpen(window, context, propose)
  registerClose(window, context, propose)
  registerList(window, context)
}

type OpenOptions = ProposeOptions & { from: Date; until: Date; account: string[]; tag: string[] }

function registerOpen(window: Command, context: CommandContext, propose: Propose): void {
  const open = window
    .command('open')
    .description('propose an election window')
    .requiredOption('--from <time>', 'a day such as 2026-05-01, or a moment such as 2026-05-01T06:00:00Z', parseStart)
    .requiredOption('--until <time>', 'the last day, or a moment', parseEnd)
    .option('--account <ids...>', "accounts, by the platform's ids", [])
    .addOption(new Option('--tag <tags...>', 'all accounts with these tags').choices(PUBLIC_INTEREST_TAGS).default([]))
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(open, context, {
    examples: [
      'countersign change election-window open --from 2026-05-01 --until 2026-05-10 --tag candidate --reason "the vote"',
      'countersign change election-window open --from 2026-05-01T06:00:00Z --until 2026-05-02 --account user-900 --reason "the debate"',
    ],
    json: CHANGE_JSON,
  })
  addTokenOption(addDatabaseOption(open)).action((options: OpenOptions) => {
    const { from, until, account: accounts, tag: tags } = options
    return propose(output, options, { kind: 'election_window', from, until, accounts, tags })
  })
}

function registerClose(window: Command, context: CommandContext, propose: Propose): void {
  const close = window
    .command('close')
    .argument('<id>', 'the change that opened it, such as chg_12')
    .description('propose that an election window closes before its end')
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(close, context, {
    examples: ['countersign change election-window close chg_12 --reason "the vote is postponed"'],
    json: CHANGE_JSON,
  })
  addTokenOption(addDatabaseOption(close)).action((windowId: string, options: ProposeOptions) =>
    propose(output, options, { kind: 'election_window_end', windowId }),
  )
}

function registerList(window: Command, context: CommandContext): void {
  const list = window.command('list').description('list proposed, coming and open election windows')
  const output = describeCommand(list, context, {
    examples: ['countersign change election-window list'],
    json: { windows: 'id, state, from, until, accounts, tags, closing and closesAt of each window' },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const windows = await listElectionWindows(db)
    const table = formatTable(HEADINGS, windows.map(toRow))
    output.result({ windows }, windows.length === 0 ? 'No election window is asked for, coming or open.' : table)
  })
}

const HEADINGS = ['ID', 'STATE', 'FROM', 'UNTIL', 'ACCOUNTS', 'CLOSING']
const toRow = ({ id, state, from, until, accounts, tags, closing, closesAt }: ElectionWindow): string[] => {
  const named = accounts.map(({ id: accountId, handle }) => (handle === null ? accountId : `@${handle} (${accountId})`))
  const ends =
    closing === null ? '' : closesAt === null ? `${closing}, asked for` : `${closing}, ${formatTime(closesAt)}`
  return [id, state, formatTime(from), formatTime(until), [...tags, ...named].join(', '), ends]
}
