import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readConfig } from '../../../config.ts'
import { findFailedExamples, loadExamples } from '../../../policy/guards/guard-examples.ts'
import { loadGuards } from '../../../policy/guards/guards-file.ts'
import { ACCOUNTS_MIN, type Proposal, proposeBound } from '../../../policy/guards/propose-bound.ts'
import { HIGH_REACH } from '../../../policy/requirements/protected.ts'
import { type MovedBound, markUnchecked, moveBounds, moveExamples } from '../../../policy/guards/reach-bounds.ts'
import { readEmbeddedUrls } from '../../../foundation/store/embedded/read-embedded-urls.ts'
import { reasonOf, StartError } from '../../../foundation/store/start-error.ts'
import { sayEndedSetup } from '../end-setup.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { count, formatTable } from '../print/format-table.ts'
import { POLICIES_DIR } from '../package-paths.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../run/with-database.ts'
import { ORGANISATION_SAYS } from '../../../admin/setup/describe-profile.ts'
import { ORGANISATIONS, type Organisation } from '../../../foundation/domain.ts'
import { Option } from 'commander'

const EXAMPLES = `
Nothing that is there is overwritten. From how many people on an enforcement needs more wellbeing is worked out from the accounts the
database knows: import them first, and name your people with "countersign staff add".

Where there is a database, this ends its setting up: the desk goes by these guards and queues, and from then on what loosens
it takes two people. With --end nothing is written, and it is ended with the policies of COUNTERSIGN_POLICIES.

--profile says for what kind of organisation: a company with shifts and teams, unless said otherwise; a community of a few volunteers;
or solo, one person alone, whose own second look a day later stands in for others. From then on it is changed by a change.

Examples:
  countersign init
  countersign init --profile community
  countersign init --end
  countersign init our-policies --data ./data
  COUNTERSIGN_POLICIES=our-policies countersign guard check`

const FOLDER_DEFAULT = 'policies-of-your-own'
const GUARDS = 'guards.yaml'
const GUARD_EXAMPLES = 'guards.examples.yaml'

export const registerInit: RegisterCommand = (program, context) => {
  const command = program
    .command('init')
    .argument('[folder]', 'where the policies go', FOLDER_DEFAULT)
    .description('copy the shipped policies for this desk, with bounds that fit its accounts')
    .addHelpText('after', EXAMPLES)
    .option('--end', 'write nothing and end the setting up')
    .addOption(new Option('--profile <name>', 'for what kind of organisation').choices([...ORGANISATIONS]))
  addDatabaseOption(command).action((folder: string, options: InitOptions) =>
    options.end
      ? withDatabase(context, options, async ({ db }) =>
          context.print(await sayEndedSetup(db, readConfig(context.env).policiesDir, options.profile)),
        )
      : initialise(context, resolve(folder), options),
  )
}

type InitOptions = DatabaseOptions & { end?: true; profile?: Organisation }

async function initialise(context: CommandContext, folder: string, options: InitOptions): Promise<void> {
  const names = readdirSync(POLICIES_DIR).filter((name) => /\.(yaml|md)$/.test(name))
  refuseOverwriting(folder, names)
  const proposal = await findProposal(context, options)
  const shipped = new Map(names.map((name) => [name, readShipped(name, options.profile)]))
  const { files, moved } = fit(shipped, proposal)
  write(folder, files)
  context.print(`${folder} has ${names.join(', ')}.`)
  context.print(`\n${describe(proposal, moved)}`)
  context.print(`\n${tryExamples(folder)}`)
  if (proposal !== undefined) {
    const ended = await withDatabase(context, options, ({ db }) => sayEndedSetup(db, folder, options.profile))
    context.print(`\n${ended}`)
  } else if (options.profile !== undefined) {
    context.print(`\nProfile: ${options.profile}. ${ORGANISATION_SAYS[options.profile]}\n${WITHOUT_DATABASE}`)
  }
  context.print(`\nTo use them: COUNTERSIGN_POLICIES=${folder}`)
}

/** Undefined where there is no database to look into. One that is named must be there. */
async function findProposal(context: CommandContext, options: DatabaseOptions): Promise<Proposal | undefined> {
  const { databaseUrl, dataDir } = readConfig(context.env)
  const isNamed = databaseUrl !== undefined || options.data !== undefined
  if (!isNamed && readEmbeddedUrls(dataDir) === undefined) return undefined
  return withDatabase(context, options, ({ db }) => proposeBound(db))
}

/** Returns the file of the organisation's kind, or the common one. */
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
    mkdirSync(folder, { recursive: true })
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

function tryExamples(folder: string): string {
  const [guardsFile, examplesFile] = [join(folder, GUARDS), join(folder, GUARD_EXAMPLES)]
  const examples = loadExamples(examplesFile)
  const failed = findFailedExamples(loadGuards(guardsFile).guards, examples)
  if (failed.length === 0) return `All ${count(examples.length, 'example')} come out as they say.`
  return [
    `${failed.length} of ${count(examples.length, 'example')} come out otherwise and are left for you to mend:`,
    ...failed.map(({ name }) => `  ${name}`),
    `countersign guard test ${examplesFile} --guards ${guardsFile} shows how.`,
  ].join('\n')
}
