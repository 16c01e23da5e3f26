import { accessSync, constants } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { digestMatchList } from '../../../../admin/match-list/read-match-list.ts'
import { type KnownMatchList, listMatchLists, stageMatchList } from '../../../../admin/match-list/stage-match-list.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable } from '../../print/format-table.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const HELP = `
A list has one entry a line: a SHA-256 in 64 hex digits, a comma, and when an analyst verified it. At most 1,000,000 entries.
Importing proposes one change. The second person gets the file from its source, prints its hashes with "check", and compares them
with the change. The list counts from 24 hours after that, and an entry from 24 hours after it was verified.

Examples:
  countersign matches import verified.csv --name "Hotline 2026-11" --source "the national hotline" --reason "monthly list"
  countersign matches check verified.csv
  countersign matches list
  countersign matches end mlist_2 --reason "the source took an entry back"`

export const registerMatches: RegisterCommand = (program, context) => {
  const matches = program
    .command('matches')
    .description('manage lists of child-abuse material that analysts verified')
    .addHelpText('after', HELP)
  registerImport(matches, context)
  registerEnd(matches, context)
  matches
    .command('check')
    .argument('<list>', 'a file with one entry per line')
    .description('print the hashes that identify a list; needs no database')
    .action(async (path: string) => {
      refuseUnreadable(path)
      const { sha256, entriesHash, entries } = await digestMatchList(path)
      context.print(`${entries} entries\nSHA-256 of the file: ${sha256}\nHash of the entries: ${entriesHash}`)
    })
  addDatabaseOption(matches.command('list').description('list all lists with their state')).action(
    (options: DatabaseOptions) =>
      withDatabase(context, options, async ({ db }) => context.print(formatLists(await listMatchLists(db)))),
  )
}

type ImportOptions = DatabaseOptions & TokenOptions & { name: string; source?: string; reason?: string }

function registerImport(matches: Command, context: CommandContext): void {
  const command = matches
    .command('import')
    .argument('<list>', 'a file with one entry per line')
    .description('import a list and propose it; a second person must agree')
    .requiredOption('--name <text>', 'the name of the list')
    .option('--source <text>', 'who verified its entries; default: the file name')
    .option('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(command)).action(async (path: string, options: ImportOptions) => {
    refuseUnreadable(path)
    await withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      const { name, source = basename(path) } = options
      const { id: listId } = await stageMatchList(desk.db, { path, name, source })
      const wanted = { kind: 'match_list', listId } as const
      const change = await proposeChange(desk, { wanted, reason: options.reason ?? `The list ${name}`, by })
      context.print(sayChange(change))
    })
  })
}

function registerEnd(matches: Command, context: CommandContext): void {
  const command = matches
    .command('end')
    .argument('<list>', 'the id of a list, such as mlist_2')
    .description('end a list at once')
    .requiredOption('--reason <text>', 'why, such as which entry was wrong')
  addTokenOption(addDatabaseOption(command)).action(
    (listId: string, options: DatabaseOptions & TokenOptions & { reason: string }) =>
      withDatabase(context, options, async (desk) => {
        const by = await findActing(context, options, desk.db)
        const wanted = { kind: 'match_list_end', listId } as const
        context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
      }),
  )
}

function refuseUnreadable(path: string): void {
  try {
    accessSync(path, constants.R_OK)
  } catch (error) {
    throw new StartError(`Nothing was read: ${path} can't be opened: ${reasonOf(error)}.`, { cause: error })
  }
}

function formatLists(lists: readonly KnownMatchList[]): string {
  if (lists.length === 0) return 'There is no list.'
  const rows = lists.map((list) => [list.id, list.name, list.source, String(list.entries), sayState(list)])
  return formatTable(['LIST', 'NAME', 'SOURCE', 'ENTRIES', 'STATE'], rows)
}

function sayState({ countsFrom, endedAt, changeId }: KnownMatchList): string {
  if (countsFrom === null) return 'waits for two people'
  if (endedAt !== null) return `ended ${endedAt.toISOString()}`
  return `counts from ${countsFrom.toISOString()} (${changeId})`
}
