import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { compiledEnv } from '../../src/foundation/schemas/compiled.ts'
import { PACKAGE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { StartError } from '../../src/foundation/store/start-error.ts'

const PROGRAM = join(PACKAGE_DIR, 'demo/main.ts')
const STARTED_WITHIN_MS = 60_000
const STOPPED_WITHIN_MS = 5_000

export interface DemoProcess {
  url: string
  /** Resolves when the platform has ended by itself. */
  ended: Promise<void>
  stop(): Promise<void>
}

/** Starts the demo platform as a process of its own; resolves when the platform answers. */
export async function startDemoPlatform(setup: {
  port: number
  dataDir: string
  secret: string
  /** The desk that the platform's report button sends reports to. */
  desk?: { url: string; key: string }
  /** The file with the keys that the platform accepts in addition to the secret. */
  trust?: string
  /** The platform's limits on restrictive effects. */
  limits?: { perMinute: number; reachPerHour: number }
  /** The time of a manually set clock; without it, the platform uses this machine's clock. */
  clockAt?: Date
  log: Logger
}): Promise<DemoProcess> {
  const folder = join(setup.dataDir, 'demo')
  const { desk, clockAt, trust, limits } = setup
  const options = ['--port', String(setup.port), '--data', folder, ...(desk ? ['--desk-url', desk.url] : [])]
  const driven = clockAt ? ['--driven', '--now', clockAt.toISOString()] : []
  const believing = trust === undefined ? [] : ['--trust', trust]
  const limited = limits
    ? ['--per-minute', String(limits.perMinute), '--reach-per-hour', String(limits.reachPerHour)]
    : []
  const more = [...driven, ...believing, ...limited]
  const child = spawn(process.execPath, [PROGRAM, ...options, ...more, '--faults', '--until-stdin-ends'], {
    // The secret is passed in the environment, because every user of this machine can read a process's options.
    env: { ...compiledEnv(), DEMO_SECRET: setup.secret, ...(desk && { DEMO_DESK_KEY: desk.key }) },
    // The platform ends when this pipe closes, even when the desk is killed.
    stdio: ['pipe', 'pipe', 'pipe'],
    // The platform is in another process group: Ctrl-C reaches only the desk, which stops the platform when it no
    // longer needs it.
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const errors = collect(child)
  const url = await Promise.race([
    firstUrl(child),
    ended.then(() => fail(setup.port, errors())),
    new Promise<never>((_, reject) =>
      setTimeout(() => reject(new StartError('The demo platform did not start in time.')), STARTED_WITHIN_MS).unref(),
    ),
  ])
  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    await ended
    clearTimeout(timer)
  }
  return { url, ended, stop }
}

function fail(port: number, errors: string): never {
  if (errors.includes('EADDRINUSE')) {
    throw new StartError(
      `Port ${port} is in use, and the demo platform needs it: stop what listens there, or choose another with --port (the demo takes the next one).`,
    )
  }
  throw new StartError(`The demo platform did not start: ${causeOf(errors)}`)
}

/** The line of a process's last words that names the error; its last line is often the version of Node. */
function causeOf(errors: string): string {
  const lines = errors.trim().split('\n')
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? (lines.at(-1) || 'it said nothing')
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4_096)
  })
  return () => text
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
      if (url) resolve(url)
    })
  })
}
