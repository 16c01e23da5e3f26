// npm test                  every test
// npm test -- FILE ...      these files; options of node --test may stand among them
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { join, resolve } from 'node:path'
import { installChromium } from './chromium.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const ALL = [
  'src/**/*.test.ts',
  'test/**/*.test.ts',
  'bench/**/*.test.ts',
  'platform-kit/**/*.test.ts',
  'demo/**/*.test.ts',
]
/** A test file waits for PostgreSQL and for clocks as well as computing, so two cores carry three files. */
const CONCURRENCY_MIN = 3
/** The longest takes a minute: one that waits for what never comes fails, and is named, long before a run is given up. */
const TIMEOUT_MS = 300_000
/** Each file is a process and begins others, all of the same code: half of their time would go into compiling it anew. */
const COMPILED = join(ROOT, 'node_modules/.cache/compiled')

build('platform-kit', 'index.js')
build('console', 'index.html')
if (drivesBrowser(process.argv.slice(2))) installChromium()
await runTests(process.argv.slice(2))

/** What is built is tested as its users have it, built; a test must not run against yesterday's. */
function build(workspace: string, made: string): void {
  const [source, built] = [join(ROOT, workspace, 'src'), join(ROOT, workspace, 'dist')]
  if (existsSync(join(built, made)) && newest(source) <= newest(built)) return
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '-w', workspace], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Whether any of what is to run drives a browser: nothing is installed for a file that doesn't. */
function drivesBrowser(args: readonly string[]): boolean {
  const files = args.filter((arg) => !arg.startsWith('-'))
  return (
    files.length === 0 ||
    files.some((file) => !existsSync(file) || /support\/(browser|console[\w-]*)\.ts'/.test(readFileSync(file, 'utf8')))
  )
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => statSync(join(folder, file)).mtimeMs))
}

async function runTests(args: string[]): Promise<void> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const files = args.filter((arg) => !arg.startsWith('-'))
  const concurrency = Math.max(CONCURRENCY_MIN, availableParallelism())
  const flags = [
    '--test',
    '--test-global-setup=test/support/global-setup.ts',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${TIMEOUT_MS}`,
  ]
  const child = spawn(process.execPath, [...flags, ...options, ...(files.length > 0 ? files : ALL)], {
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
