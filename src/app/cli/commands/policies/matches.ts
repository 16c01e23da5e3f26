import { accessSync, constants } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { digestMatchList } from '../../../../admin/match-list/read-match-list.ts'
import { type KnownMatchList, listMatchLists, stageMatchList } from '../../../../admin/match-list/stage-match-list.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import { addTokenOption, findActing, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable } from '../../print/format-table.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, runOnDatabase, withDatabase } from '../../run/with-database.ts'

const HELP = `A list has one entry per line: a SHA-256 in 64 hex digits, a comma, and the time at which an analyst verified it. It has at
most 1,000,000 entries. An import proposes one change. The second person gets the file from its source, prints its hashes
with "countersign matches check", and compares them with the change. The list applies 24 hours after they agree, and an
entry at the earliest 24 hours after its verification.`

export const registerMatches: RegisterCommand = (program, context) => {
  const matches = program.command('matches').description('manage lists of child-abuse material that analysts verified')
  describeGroup(matches, HELP)
  registerImport(matches, context)
  registerEnd(matches, context)
  registerCheck(matches, context)
  const list = matches.command('list').description('list all lists with their state')
  const output = describeCommand(list, context, {
    examples: ['countersign matches list'],
    json: { lists: 'id, name, source, entries, countsFrom, endedAt and changeId of each list' },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const lists = await listMatchLists(db)
    output.result({ lists }, formatLists(lists))
  })
}

function registerCheck(matches: Command, context: CommandContext): void {
  const check = matches
    .command('check')
    .argument('<list>', 'a file with one entry per line')
    .description('print the hashes that identify a list; needs no database')
  const output = describeCommand(check, context, {
    examples: ['countersign matches check verified.csv'],
    json: {
      entries: 'the number of entries',
      sha256: 'the SHA-256 of the file',
      entriesHash: 'the hash of its entries, as the database computes it',
    },
  })
  check.action(async (path: string) => {
    refuseUnreadable(path)
    const { sha256, entriesHash, entries } = await digestMatchList(path)
    const text = `${entries} entries\nSHA-256 of the file: ${sha256}\nHash of the entries: ${entriesHash}`
    output.result({ entries, sha256, entriesHash }, text)
  })
}

type ImportOptions = DatabaseOptions & TokenOptions & { name: string; source?: string; reason?: string }

function registerImport(matches: Command, context: CommandContext): void {
  const command = matches
    .command('import')
    .argument('<list>', 'a file with one entry per line')
    .description('import a list and propose it; a second person must agree')
    .requiredOption('--name <name>', 'the name of the list')
    .option('--source <name>', 'the verifier of its entries (default: the file name)')
    .option('--reason <text>', 'the reason for the change (default: the name of the list)')
  const output = describeCommand(command, context, {
    examples: ['countersign matches import verified.csv --name "Hotline 2026-11" --source "the national hotline"'],
    json: CHANGE_JSON,
  })
  addTokenOption(addDatabaseOption(command)).action(async (path: string, options: ImportOptions) => {
    refuseUnreadable(path)
    await withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      const { name, source = basename(path) } = options
      const { id: listId } = await stageMatchList(desk.db, { path, name, source })
      const wanted = { kind: 'match_list', listId } as const
      const change = await proposeChange(desk, { wanted, reason: options.reason ?? `The list ${name}`, by })
      printChange(output, change)
    })
  })
}

function registerEnd(matches: Command, context: CommandContext): void {
  const command = matches
    .command('end')
    .argument('<list>', 'the id of a list, such as mlist_2')
    .description('end a list at once')
    .requiredOption('--reason <text>', 'the reason, such as the wrong entry')
  const output = describeCommand(command, context, {
    examples: ['countersign matches end mlist_2 --reason "the source took an entry back"'],
    json: CHANGE_JSON,
  })
  runWithToken(
    command,
    context,
    async (desk, options: DatabaseOptions & TokenOptions & { reason: string }, listId: string) => {
      const by = await findActing(context, options, desk.db)
      const wanted = { kind: 'match_list_end', listId } as const
      printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
    },
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
  const rows = lists.map((list) => [list.id, list.name, list.source, String(list.entries), formatState(list)])
  return formatTable(['LIST', 'NAME', 'SOURCE', 'ENTRIES', 'STATE'], rows)
}

function formatState({ countsFrom, endedAt, changeId }: KnownMatchList): string {
  if (countsFrom === null) return 'waits for two people'
  if (endedAt !== null) return `ended ${endedAt.toISOString()}`
  return `counts from ${countsFrom.toISOString()} (${changeId})`
}
