// npm test                  every test, several files to a process
// npm run test:unit         the files of one tier (--tier=unit), as test/support/tiers.ts tells them apart
// npm test -- FILE ...      these files and the files of these folders, a few each in a process of its own; options of
//                           node --test may stand among them
// npm run test:postgres     what depends on the server, on an installed PostgreSQL (--database)
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { removeAtEnd } from '../../src/foundation/store/embedded/remove-at-end.ts'
import { installChromium } from './chromium.ts'
import { findDatabaseTests, namesOfDatabaseTests } from './database-tests.ts'
import { findTestFiles, listNamed, PER_DATABASE_GROUP, PER_GROUP, writeGroups } from './group-files.ts'
import { makeTempDir } from './temp-dir.ts'
import { drivesBrowser, TIERS, type Tier, tierOf } from './tiers.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** A test waits for PostgreSQL and for clocks as well as computing, so two cores carry four at once. */
const CONCURRENCY = Math.max(4, availableParallelism())
/**
 * The longest takes two minutes, five on a busy machine. A test that waits for what never comes fails, and is named, before
 * a run is given up.
 */
const TIMEOUT_MS = 600_000
/** A test's desk is garbage as soon as the test ends: collected in larger lots, by the thread that made it, it takes fewer seconds of two busy cores. */
const COLLECTED_SELDOM = ['--max-semi-space-size=64', '--min-semi-space-size=64', '--single-threaded-gc']
const CACHE = join(ROOT, 'node_modules/.cache')
/** A run starts many processes, all of the same code: half of their time would go into compiling it anew. */
const COMPILED = join(CACHE, 'compiled')
/** A minute on an idle machine, at the most. */
const BUILT_WITHIN_MS = 600_000

/** More files than these do not fail by chance. */
const AGAIN_MAX = 6

const DATABASE_ALONE = '--database'
const TIER = '--tier='
const args = process.argv.slice(2).filter((arg) => arg !== DATABASE_ALONE && !arg.startsWith(TIER))
const databaseAlone = process.argv.includes(DATABASE_ALONE)
const tier = readTier()
/** Their value may stand behind them, and is no file. */
const VALUED = ['--test-name-pattern', '--test-skip-pattern']
const isOption = (arg: string, place: number) => arg.startsWith('-') || VALUED.includes(args[place - 1] ?? '')
const named = args.filter((arg, place) => !isOption(arg, place)).flatMap((path) => listNamed(ROOT, path))
const files = named.length > 0 ? named : chooseFiles()
const options = [
  ...args.filter(isOption),
  ...(databaseAlone ? [`--test-name-pattern=${namesOfDatabaseTests(ROOT, files)}`] : []),
]
const chosenReporter = options.some((option) => option.startsWith('--test-reporter'))

build({ sources: ['platform-kit/src'], made: 'platform-kit/dist/index.js', run: ['build', '-w', 'platform-kit'] })
if (tier !== 'unit')
  build({ sources: ['console/src'], made: 'console/dist/index.html', run: ['build', '-w', 'console'] })
// Without a bundle of its own age the program runs from its source, which costs a few tests less than the bundle.
if (named.length === 0 && tier !== 'unit')
  build({ sources: ['src', 'tools', 'platform-kit/dist'], made: 'dist/sources.json', run: ['bundle'] })
if (files.some((file) => drivesBrowser(ROOT, file))) installChromium()
if (!existsSync(COMPILED)) compileProgram()
// Each process loads the program anew, which takes longer than most files: many files share processes.
if (named.length > 0 && named.length <= CONCURRENCY) await runTests(named)
else await runGroups(files)

function readTier(): Tier | undefined {
  const asked = process.argv.find((arg) => arg.startsWith(TIER))?.slice(TIER.length)
  const found = TIERS.find((each) => each === asked)
  if (asked !== undefined && found === undefined)
    throw new Error(`There is no tier ${asked}: name ${TIERS.join(', ')}.`)
  return found
}

function chooseFiles(): string[] {
  if (databaseAlone) return findDatabaseTests(ROOT)
  return findTestFiles(ROOT).filter((file) => tier === undefined || tierOf(ROOT, file) === tier)
}

interface Build {
  sources: readonly string[]
  /** One of the files that it writes. */
  made: string
  /** The script of npm, with its options. */
  run: readonly string[]
}

/**
 * Builds what is older than its source: built programs are tested as users get them. Of two runs in one folder the second
 * waits for the first: SQLite takes a lock from the system, which ends with its process.
 */
function build({ sources, made, run }: Build): void {
  mkdirSync(CACHE, { recursive: true })
  const lock = new DatabaseSync(join(CACHE, 'building'), { timeout: BUILT_WITHIN_MS })
  lock.exec('begin exclusive')
  if (!existsSync(join(ROOT, made)) || Math.max(...sources.map(newest)) > newest(dirname(made))) {
    const { status } = spawnSync('npm', ['run', '--silent', ...run], { cwd: ROOT, stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
  lock.close()
}

/**
 * Fills the cache of what is compiled. A process writes into it only when it ends by itself: otherwise the first processes of a
 * run would each compile everything, and those that tests kill would leave nothing.
 */
function compileProgram(): void {
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED }
  spawnSync(process.execPath, ['bin/countersign.js', '--help'], { cwd: ROOT, env, stdio: 'ignore' })
}

function newest(folder: string): number {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => statSync(join(ROOT, folder, file)).mtimeMs))
}

async function runGroups(all: readonly string[]): Promise<void> {
  const folder = makeTempDir()
  const removal = removeAtEnd(folder)
  const failures = join(folder, 'failed')
  const groups = writeGroups(ROOT, folder, all, databaseAlone ? PER_DATABASE_GROUP : perGroup(all.length))
  await runTests(groups, { failures })
  if (process.exitCode === 1) await runAgain(readFailed(failures))
  await removal.now()
}

/** Lists the files whose tests failed, from the root; a group whose process could not run is none of them. */
function readFailed(failures: string): string[] {
  const listed = existsSync(failures) ? readFileSync(failures, 'utf8').split('\n').filter(Boolean) : []
  return [...new Set(listed)].map((file) => relative(ROOT, file))
}

/**
 * Runs the few files that failed again, one after the other: a test may have waited too long beside others on a busy machine. A
 * file that fails alone too has failed; one that passes is named, since its test has a race or a limit of time to mend.
 */
async function runAgain(failed: readonly string[]): Promise<void> {
  const again = failed.length > 0 && failed.length <= AGAIN_MAX && failed.every((file) => files.includes(file))
  if (!again) return
  console.error(`\n${failed.length} files failed beside others. They run again, alone:\n  ${failed.join('\n  ')}\n`)
  await runTests(failed, { concurrency: 1 })
  if (process.exitCode === 0)
    console.error(`\nThese failed beside others and passed alone. Mend their waits:\n  ${failed.join('\n  ')}`)
}

/** Returns the files per group: enough groups for every process, and no larger than in a run of everything. */
function perGroup(count: number): number {
  return Math.min(PER_GROUP, Math.ceil(count / CONCURRENCY))
}

interface Run {
  concurrency?: number
  /** The file that lists the files whose tests fail. */
  failures?: string
}

async function runTests(programs: readonly string[], { concurrency = CONCURRENCY, failures }: Run = {}): Promise<void> {
  const flags = [
    ...COLLECTED_SELDOM,
    '--test',
    // Without PostgreSQL a file that was taken for one which needs none fails at once.
    ...(tier === 'unit' ? [] : ['--test-global-setup=test/support/global-setup.ts']),
    ...(failures === undefined || chosenReporter ? [] : listFailures(failures)),
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${TIMEOUT_MS}`,
  ]
  const child = spawn(process.execPath, [...flags, ...options, ...programs], {
    cwd: ROOT,
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    stdio: 'inherit',
  })
  // Ctrl-C reaches the child by itself; this one must outlive it to give its answer.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) => {
    child.once('exit', (...ended) => done(ended))
  })
  process.exitCode = code ?? (signal ? 128 + constants.signals[signal] : 1)
}

function listFailures(failures: string): string[] {
  return [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/support/failed-files.ts',
    `--test-reporter-destination=${failures}`,
  ]
}
