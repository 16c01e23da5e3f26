import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { compiledEnv } from '../../src/foundation/schemas/compiled.ts'
import { RunError } from './run-error.ts'

const ROOT = resolve(import.meta.dirname, '../..')
export const PROGRAM = join(ROOT, 'bin/countersign.js')
/** The arguments that start the command so that it ends with this process, also after a crash. */
export const COUNTERSIGN = ['--import', join(ROOT, 'test/support/process-ends-with-parent.ts'), PROGRAM] as const
export const DEMO = join(ROOT, 'demo/main.ts')

const STARTED_WITHIN_MS = 60_000
const STOPPED_WITHIN_MS = 20_000
const RETRY_PAUSE_MS = 500
const LOG_END_CHARS = 2_000

export interface ProgramSetup {
  name: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  /** The line that the program prints once it is ready, with its address if it has one. */
  saysWhenUp: RegExp
  /** The file for its error output. */
  logFile: string
  /** Called when the program ends without a request to end. */
  onLost: (reason: RunError) => void
}

/** A process of the desk's or the platform's that runs until it is told to stop. */
export interface Program {
  /** The address it printed. */
  url: string
  stop(): Promise<void>
  /** Ends the program as a power failure does, and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts a program and waits until it reports that it is ready. */
export async function startProgram(setup: ProgramSetup): Promise<Program> {
  const child = spawnProgram(setup)
  let stopping = false
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lost = () => {
    const said = readFileSync(setup.logFile, 'utf8').slice(-LOG_END_CHARS)
    return new RunError(`${setup.name} ended by itself (${child.signalCode ?? child.exitCode}). ${said}`)
  }
  const end = async (signal: NodeJS.Signals) => {
    stopping = true
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    await ended
    clearTimeout(timer)
  }
  const tooLong = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new RunError(`${setup.name} did not start in time.`)), STARTED_WITHIN_MS).unref()
  })
  try {
    const url = await Promise.race([
      firstMatch(child, setup.saysWhenUp),
      tooLong,
      ended.then(() => Promise.reject(lost())),
    ])
    void ended.then(() => stopping || setup.onLost(lost()))
    return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
  } catch (error) {
    await end('SIGTERM')
    throw error
  }
}

function spawnProgram({ args, env, logFile }: ProgramSetup): ChildProcess {
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [...args], {
    env: { ...compiledEnv(), ...env },
    // The input is a pipe that closes when this process ends, also by a crash.
    stdio: ['pipe', 'pipe', log],
    cwd: ROOT,
    // The program is in another process group: Ctrl-C reaches only this process, which stops the parts in order.
    detached: true,
  })
  closeSync(log)
  return child
}

function firstMatch(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = wanted.exec(text)
      if (found) resolve(found[1] ?? '')
    })
  })
}

/**
 * Runs a command of the desk's to its end, its progress to be seen; answers what it printed as JSON. One that fails is
 * begun again up to `tries`: what it needs may have been killed under it.
 */
export async function runCommand(
  args: readonly string[],
  { env, tries }: { env: Readonly<Record<string, string>>; tries: number },
): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const { code, output } = await runOnce(args, env)
    if (code === 0) return JSON.parse(output)
    if (attempt >= tries) throw new RunError(`countersign ${args.slice(0, 2).join(' ')} ended with ${code}.`)
    await pause(RETRY_PAUSE_MS)
  }
}

async function runOnce(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [...COUNTERSIGN, ...args, '--json'], {
    env: { ...compiledEnv(), ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: ROOT,
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  return { code, output: Buffer.concat(chunks).toString() }
}
