// npm test                  every test, several files to a process
// npm test -- FILE ...      these files, each in a process of its own; options of node --test may stand among them
// npm run test:postgres     what depends on the server, on an installed PostgreSQL (--database)
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { join, resolve } from 'node:path'
import { removeAtEnd } from '../../src/store/remove-at-end.ts'
import { installChromium } from './chromium.ts'
import { findDatabaseTests, PER_DATABASE_GROUP, writeGroups } from './group-files.ts'
import { makeTempDir } from './temp-dir.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** A test waits for PostgreSQL and for clocks as well as computing, so two cores carry four at once. */
const CONCURRENCY_MIN = 4
/** The longest takes a minute: one that waits for what never comes fails, and is named, long before a run is given up. */
const TIMEOUT_MS = 300_000
/** A run starts many processes, all of the same code: half of their time would go into compiling it anew. */
const COMPILED = join(ROOT, 'node_modules/.cache/compiled')

const DATABASE_ALONE = '--database'
const args = process.argv.slice(2).filter((arg) => arg !== DATABASE_ALONE)
const databaseAlone = process.argv.includes(DATABASE_ALONE)
/** Their value may stand behind them, and is no file. */
const VALUED = ['--test-name-pattern', '--test-skip-pattern']
const isOption = (arg: string, place: number) => arg.startsWith('-') || VALUED.includes(args[place - 1] ?? '')
const options = args.filter(isOption)
const named = args.filter((arg, place) => !isOption(arg, place))

build('platform-kit', 'index.js')
build('console', 'index.html')
if (named.some(drivesBrowser) || (named.length === 0 && !databaseAlone)) installChromium()
if (named.length > 0) await runTests(named)
else await runGroups(databaseAlone)

/** What is built is tested as its users have it, built; a test must not run against yesterday's. */
function build(workspace: string, made: string): void {
  const [source, built] = [join(ROOT, workspace, 'src'), join(ROOT, workspace, 'dist')]
  if (existsSync(join(built, made)) && newest(source) <= newest(built)) return
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '-w', workspace], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Whether it drives a browser, or may: nothing is installed for a file that doesn't. */
function drivesBrowser(file: string): boolean {
  return !existsSync(file) || /support\/(browser|console[\w-]*)\.ts'/.test(readFileSync(file, 'utf8'))
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => statSync(join(folder, file)).mtimeMs))
}

async function runGroups(ofDatabase: boolean): Promise<void> {
  const folder = makeTempDir()
  const removal = removeAtEnd(folder)
  await runTests(
    ofDatabase ? writeGroups(ROOT, folder, findDatabaseTests(ROOT), PER_DATABASE_GROUP) : writeGroups(ROOT, folder),
  )
  await removal.now()
}

async function runTests(files: readonly string[]): Promise<void> {
  const concurrency = Math.max(CONCURRENCY_MIN, availableParallelism())
  const flags = [
    '--test',
    '--test-global-setup=test/support/global-setup.ts',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${TIMEOUT_MS}`,
  ]
  const child = spawn(process.execPath, [...flags, ...options, ...files], {
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
