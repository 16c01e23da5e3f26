import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { type Match, matchList, type PublicList } from '../../../../admin/protect-list/match-list.ts'
import { LIST_BYTES_MAX, LIST_FIELDS, type ListFields, parseList } from '../../../../admin/protect-list/parse-list.ts'
import { PUBLIC_INTEREST_TAGS } from '../../../../policy/requirements/protected.ts'
import { parseTime } from '../../../../foundation/time/parse-time.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable } from '../../print/format-table.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const HELP = `Compares a public list (legislators, newsrooms, authorities) with the accounts that the desk knows. The command creates no
account and removes no tag. Without --review-on it prints the matches and proposes nothing. With --review-on it proposes
one change for the ids of the matched accounts. A second person judges 25 of them, drawn at random, and may agree if at
most one is wrong.

An account is left out, unless --tick names it, if it was matched by handle or domain alone, is younger than 90 days, has
an open case or is under a sanction.`

export const registerProtectImport: RegisterCommand = (program, context) => {
  const protect = describeGroup(program.command('protect').description('protect the accounts of a public list'))
  const command = protect
    .command('import')
    .argument('<list>', 'a .csv file with a header, or a .yaml file with a list of entries')
    .description('propose protective tags for the accounts of a public list')
    .addOption(
      new Option('--tag <tag>', 'the tag that they get').choices([...PUBLIC_INTEREST_TAGS]).makeOptionMandatory(),
    )
    .option('--source <name>', 'the place where the list is published (default: the file name)')
    .option('--review-on <day>', 'the day on which the list is reviewed, within a year; proposes the change')
    .option('--reason <text>', 'the reason for the change (default: the name of the list)')
    .option('--tick <account>', 'a doubtful account to include; may be repeated', collect, [])
    .option('--handle-field <name>', 'a further field that holds handles; may be repeated', collect, [])
    .option('--id-field <name>', 'a further field that holds ids of accounts; may be repeated', collect, [])
    .option('--domain-field <name>', 'a further field that holds domains; may be repeated', collect, [])
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign protect import legislators.yaml --tag public_office --handle-field twitter',
      'countersign protect import newsrooms.csv --tag newsroom --review-on 2027-03-01 --tick 8821 --tick 9140',
    ],
    json: {
      ...CHANGE_JSON,
      matches: 'without --review-on: accountId, handle, by, doubts and isTagged of each match',
      unmatched: 'without --review-on: the number of entries that match no account',
    },
  })
  addTokenOption(addDatabaseOption(command)).action((path: string, options: ImportOptions) =>
    importList(context, output, path, options),
  )
}

type ImportOptions = DatabaseOptions &
  TokenOptions & {
    tag: string
    source?: string
    reviewOn?: string
    reason?: string
    tick: string[]
    handleField: string[]
    idField: string[]
    domainField: string[]
  }

const collect = (value: string, before: string[]): string[] => [...before, value]

async function importList(
  context: CommandContext,
  output: Output<'change' | 'matches' | 'unmatched'>,
  path: string,
  options: ImportOptions,
): Promise<void> {
  const bytes = readList(path)
  const format = path.endsWith('.csv') ? 'csv' : 'yaml'
  const list = parseList(bytes.toString('utf8'), format, fieldsOf(options))
  const { tag, reviewOn } = options
  await withDatabase(context, options, async (desk) => {
    if (reviewOn === undefined) {
      const found = await matchList(desk.db, { tag, list })
      const { matches, unmatched } = found
      return output.result({ change: null, matches, unmatched }, formatMatches(list, found))
    }
    const by = await findActing(context, options, desk.db)
    const wanted = {
      kind: 'protect_list' as const,
      source: options.source ?? path.replace(/^.*\//, ''),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      tag,
      reviewAt: readDay(reviewOn),
      list,
      ticked: options.tick,
    }
    const change = await proposeChange(desk, { wanted, reason: options.reason ?? `The list ${wanted.source}`, by })
    output.result({ change: toChangeJson(change), matches: undefined, unmatched: undefined }, formatChange(change))
  })
}

function readList(path: string): Buffer {
  try {
    if (statSync(path).size > LIST_BYTES_MAX) {
      throw new StartError(`Nothing was matched: ${path} is larger than ${LIST_BYTES_MAX / 1_048_576} MB.`)
    }
    return readFileSync(path)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`Nothing was matched: ${path} can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}

const fieldsOf = ({ handleField, idField, domainField }: ImportOptions): ListFields => ({
  handle: [...LIST_FIELDS.handle, ...lower(handleField)],
  id: [...LIST_FIELDS.id, ...lower(idField)],
  domain: [...LIST_FIELDS.domain, ...lower(domainField)],
})

const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase())

function readDay(text: string): Date {
  const day = parseTime(`${text}T00:00:00Z`)
  if (day === undefined) throw new StartError(`Nothing was proposed: ${text} is no day. Write it as 2027-03-01.`)
  return day
}

function formatMatches(list: PublicList, { matches, unmatched }: { matches: Match[]; unmatched: number }): string {
  const left = `${list.length} entries, of which ${unmatched} match no account here.`
  if (matches.length === 0) return left
  const rows = matches.map(({ accountId, handle, by, doubts, isTagged }) => [
    accountId,
    handle === null ? '–' : `@${handle}`,
    by,
    isTagged ? 'has it already' : doubts.length === 0 ? '–' : `needs --tick: ${doubts.join(', ')}`,
  ])
  return `${formatTable(['ACCOUNT', 'HANDLE', 'MATCHED BY', 'NOTE'], rows)}\n\n${left}`
}
