import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Option } from 'commander'
import { organisationMessage } from '../../../admin/setup/describe-profile.ts'
import { readConfig } from '../../../config.ts'
import { ORGANISATIONS, type Organisation } from '../../../foundation/domain.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { POLICIES_DIR } from '../../../foundation/settings/package-paths.ts'
import { readEmbeddedUrls } from '../../../foundation/store/embedded/read-embedded-urls.ts'
import { reasonOf, StartError } from '../../../foundation/store/start-error.ts'
import { findFailedExamples, loadExamples } from '../../../policy/guards/guard-examples.ts'
import { loadGuards } from '../../../policy/guards/guards-file.ts'
import { ACCOUNTS_MIN, type Proposal, proposeBound } from '../../../policy/guards/propose-bound.ts'
import { type MovedBound, markUnchecked, moveBounds, moveExamples } from '../../../policy/guards/reach-bounds.ts'
import { NOTICES_FOLDER } from '../../../policy/notices/bundle.ts'
import { HIGH_REACH } from '../../../policy/requirements/protected.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { tryEndSetup } from '../end-setup.ts'
import { describeCommand, type Output } from '../print/describe-command.ts'
import { count, formatTable } from '../print/format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../run/with-database.ts'

const HELP = `Copies the shipped policies into a new folder and overwrites no file. The bounds on reach are fitted to the accounts in
the database: run "countersign import" first. Add your people before with "countersign staff add".

If a database exists, the command also ends its set-up: from then on the desk applies these policies, and every change
that loosens it takes two people. With --end no file is written, and set-up ends with the policies of
COUNTERSIGN_POLICIES.

--profile is the kind of organisation: company (shifts and teams), community (a few volunteers), or solo (one person,
who confirms each own decision a day later). After set-up only a change alters it.`

const FOLDER_DEFAULT = 'policies-of-your-own'
const GUARDS = 'guards.yaml'
const GUARD_EXAMPLES = 'guards.examples.yaml'

export const registerInit: RegisterCommand = (program, context) => {
  const command = program
    .command('init')
    .argument('[folder]', 'the folder for the policies; it must not hold any yet', FOLDER_DEFAULT)
    .description('copy the shipped policies for this desk, with bounds that fit its accounts')
    .option('--end', 'write no file, and end the set-up')
    .addOption(new Option('--profile <name>', 'the kind of organisation').choices([...ORGANISATIONS]))
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign init',
      'countersign init --profile community',
      'countersign init --end',
      'countersign init our-policies --data ./data',
    ],
    json: {
      folder: 'the folder of the policies; null with --end',
      files: 'the names of the files that were written',
      bounds: 'the bounds on reach that were fitted: fact, from, to',
      failedExamples: 'the names of the examples that no longer hold',
      setup: 'ended, already, demo or too_few; null without a database',
    },
  })
  addDatabaseOption(command).action((folder: string, options: InitOptions) =>
    options.end
      ? withDatabase(context, options, async ({ db }) => {
          const { kind, text } = await tryEndSetup(db, readConfig(context.env).policiesDir, options.profile)
          output.result({ folder: null, files: [], bounds: [], failedExamples: [], setup: kind }, text)
        })
      : initialise(context, output, resolve(folder), options),
  )
}

type InitOptions = DatabaseOptions & { end?: true; profile?: Organisation }

type InitOutput = Output<'folder' | 'files' | 'bounds' | 'failedExamples' | 'setup'>

async function initialise(
  context: CommandContext,
  output: InitOutput,
  folder: string,
  options: InitOptions,
): Promise<void> {
  const names = listShipped()
  refuseOverwriting(folder, names)
  const proposal = await findProposal(context, options)
  const shipped = new Map(names.map((name) => [name, readShipped(name, options.profile)]))
  const { files, moved } = fit(shipped, proposal)
  write(folder, files)
  const tried = tryExamples(folder)
  const ended = proposal && (await withDatabase(context, options, ({ db }) => tryEndSetup(db, folder, options.profile)))
  const parts = [
    `${nameFolder(folder)} has ${nameTop(names).join(', ')}.`,
    describe(proposal, moved),
    tried.text,
    ...(ended ? [ended.text] : formatProfileLater(options.profile)),
    `To use them: COUNTERSIGN_POLICIES=${folder}`,
  ]
  output.result(
    { folder, files: names, bounds: moved, failedExamples: tried.failed, setup: ended?.kind ?? null },
    parts.join('\n\n'),
  )
}

/** The path as a person would write it here: from the working directory, where the folder is below it. */
function nameFolder(folder: string): string {
  const below = relative(process.cwd(), folder)
  return below === '' || below.startsWith('..') ? folder : below
}

/** The shipped files, those of the templates with their folder. */
function listShipped(): string[] {
  const listIn = (folder: string) => readdirSync(folder).filter((name) => /\.(yaml|md)$/.test(name))
  const notices = listIn(join(POLICIES_DIR, NOTICES_FOLDER)).map((name) => `${NOTICES_FOLDER}/${name}`)
  return [...listIn(POLICIES_DIR), ...notices].sort()
}

const nameTop = (names: readonly string[]): string[] => [...new Set(names.map((name) => name.split('/')[0] ?? name))]

const formatProfileLater = (profile: Organisation | undefined): string[] =>
  profile === undefined
    ? []
    : [`Profile: ${profile}. ${renderMessage(organisationMessage(profile))}\n${WITHOUT_DATABASE}`]

/** Opens the database to read accounts from. Undefined: none is configured. A configured one must answer. */
async function findProposal(context: CommandContext, options: DatabaseOptions): Promise<Proposal | undefined> {
  const { databaseUrl, dataDir } = readConfig(context.env)
  const isNamed = databaseUrl !== undefined || options.data !== undefined
  if (!isNamed && readEmbeddedUrls(dataDir) === undefined) return undefined
  return withDatabase(context, options, ({ db }) => proposeBound(db))
}

/** Returns the policy file for the kind of organisation, or the common one. */
function readShipped(name: string, organisation: Organisation | undefined): string {
  const own = join(POLICIES_DIR, 'profiles', organisation ?? 'company', name)
  return readFileSync(existsSync(own) ? own : join(POLICIES_DIR, name), 'utf8')
}

const WITHOUT_DATABASE =
  'That is a setting of the database, and there is none yet: end its setting up with countersign init --end --profile, with the same name.'

function fit(shipped: ReadonlyMap<string, string>, proposal: Proposal | undefined) {
  const files = new Map(shipped)
  const [guards, examples] = [shipped.get(GUARDS) ?? '', shipped.get(GUARD_EXAMPLES) ?? '']
  if (proposal?.kind !== 'found') return { files: files.set(GUARDS, markUnchecked(guards)), moved: [] }
  const { text, moved } = moveBounds(guards, proposal.bound)
  return { files: files.set(GUARDS, text).set(GUARD_EXAMPLES, moveExamples(examples, moved)), moved }
}

function refuseOverwriting(folder: string, names: readonly string[]): void {
  const there = names.filter((name) => existsSync(join(folder, name)))
  if (there.length === 0) return
  throw new StartError(`Nothing was written: ${folder} has ${there.join(', ')} already. Name another folder.`)
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  try {
    mkdirSync(join(folder, NOTICES_FOLDER), { recursive: true })
    for (const [name, text] of files) writeFileSync(join(folder, name), text, { flag: 'wx' })
  } catch (error) {
    throw new StartError(`The policies can't be written to ${folder}: ${reasonOf(error)}.`, { cause: error })
  }
}

function describe(proposal: Proposal | undefined, moved: readonly MovedBound[]): string {
  if (proposal === undefined) return `There is no database to look into. ${LEFT}`
  const known = `Reach is known of ${count(proposal.accounts, 'account')}`
  switch (proposal.kind) {
    case 'too_few':
      return `${known}, and fewer than ${number(ACCOUNTS_MIN)} say nothing. ${LEFT}`
    case 'too_many_alike':
      return `${known}, of which ${number(proposal.covered)} reach ${people(proposal.bound)} or more: too many to be called high. ${LEFT}`
    case 'found':
      return [
        `${known}. Of the ${number(proposal.top)} that reach the most, 0.1 %, each reaches ${people(proposal.reach)} or more.`,
        `High begins at ${people(proposal.bound)} now, which ${count(proposal.covered, 'account')} reach:\n`,
        formatTable(
          ['BOUND ON', 'WAS', 'IS'],
          moved.map(({ fact, from, to }) => [fact, number(from), number(to)]),
        ),
        `\nLook at it again when there are many more accounts. ${STAYS}`,
      ].join('\n')
    default:
      return proposal satisfies never
  }
}

const number = (value: number): string => value.toLocaleString('en')
const people = (many: number): string => (many === 1 ? '1 person' : `${number(many)} people`)

const STAYS = `What counts as protected still begins at ${people(HIGH_REACH)}.`
const LEFT = `The bounds on reach stay as shipped, marked as unchecked in ${GUARDS}: import your accounts and do this again in another folder, or put in numbers of your own.`

function tryExamples(folder: string): { failed: string[]; text: string } {
  const [guardsFile, examplesFile] = [join(folder, GUARDS), join(folder, GUARD_EXAMPLES)]
  const examples = loadExamples(examplesFile)
  const failed = findFailedExamples(loadGuards(guardsFile).guards, examples)
  const names = failed.map(({ name }) => name)
  if (names.length === 0)
    return { failed: names, text: `All ${count(examples.length, 'example')} come out as they say.` }
  const lines = [
    `${failed.length} of ${count(examples.length, 'example')} come out otherwise and are left for you to mend:`,
    ...names.map((name) => `  ${name}`),
    `countersign guard test ${examplesFile} --guards ${guardsFile} shows how.`,
  ]
  return { failed: names, text: lines.join('\n') }
}
