import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RunError } from './run-error.ts'

const ROOT = resolve(import.meta.dirname, '../..')
export const COUNTERSIGN = join(ROOT, 'src/main.ts')
export const DEMO = join(ROOT, 'demo/main.ts')

const STARTED_WITHIN_MS = 30_000
const STOPPED_WITHIN_MS = 20_000
const LOG_END_CHARS = 2_000

export interface ProgramSetup {
  name: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  /** What it prints once it is up, with the address it names, if any. */
  saysWhenUp: RegExp
  /** Where its error output goes. */
  logFile: string
  /** Called when it ends without having been told to. */
  onLost: (reason: RunError) => void
}

/** A process of the desk's or the platform's that runs until it is told to stop. */
export interface Program {
  name: string
  pid: number
  /** What it named as its address. */
  url: string
  stop(): Promise<void>
}

/** Starts a program and waits until it says that it is up. */
export async function startProgram(setup: ProgramSetup): Promise<Program> {
  const log = openSync(setup.logFile, 'a')
  // Its input is a pipe that ends with us, however we end.
  const child = spawn(process.execPath, [...setup.args], {
    env: setup.env,
    stdio: ['pipe', 'pipe', log],
    cwd: ROOT,
    // Not in our group: Ctrl-C reaches us, and we stop the parts in their order.
    detached: true,
  })
  closeSync(log)
  let stopping = false
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lost = () => {
    const said = readFileSync(setup.logFile, 'utf8').slice(-LOG_END_CHARS)
    return new RunError(`${setup.name} ended by itself (${child.signalCode ?? child.exitCode}). ${said}`)
  }
  const stop = async () => {
    stopping = true
    child.kill('SIGTERM')
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
    return { name: setup.name, pid: child.pid ?? 0, url, stop }
  } catch (error) {
    await stop()
    throw error
  }
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

/** Runs a command of the desk's to its end, its progress to be seen; answers what it printed as JSON. */
export async function runCommand(args: readonly string[], env: Readonly<Record<string, string>>): Promise<unknown> {
  const child = spawn(process.execPath, [COUNTERSIGN, ...args, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: ROOT,
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  if (code !== 0) throw new RunError(`countersign ${args.slice(0, 2).join(' ')} ended with ${code}.`)
  return JSON.parse(Buffer.concat(chunks).toString())
}
