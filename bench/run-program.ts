import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { BenchError } from './bench.ts'

const ROOT = resolve(import.meta.dirname, '..')
const STARTED_WITHIN_MS = 60_000
const STOPPED_WITHIN_MS = 20_000
const LOG_END_CHARS = 2_000

export interface ProgramSetup {
  name: string
  /** The program and its arguments, from the repository's root. */
  args: readonly string[]
  env: Readonly<Record<string, string>>
  /** The line that the program prints once it is ready. The first group of the expression, if any, is its address. */
  saysWhenUp: RegExp
  /** The file for its error output. */
  logFile: string
}

export interface RunningProgram {
  url: string
  pid: number
  /** The time from the command until the program reports that it is ready. */
  readyMs: number
  /** Lets the program finish its current work and end. May be called more than once. */
  stop(): Promise<void>
}

/** Starts a program and waits until it reports that it is ready. */
export async function startProgram({ name, args, env, saysWhenUp, logFile }: ProgramSetup): Promise<RunningProgram> {
  const log = openSync(logFile, 'a')
  const begun = performance.now()
  const child = spawn(process.execPath, [...args], { cwd: ROOT, env, stdio: ['pipe', 'pipe', log] })
  closeSync(log)
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    await ended
    clearTimeout(timer)
  }
  const said = await Promise.race([firstMatch(child, saysWhenUp), ended.then(() => undefined), timeUp()])
  if (said === undefined) {
    await stop()
    throw new BenchError(`${name} did not start: ${readFileSync(logFile, 'utf8').slice(-LOG_END_CHARS).trim()}`)
  }
  return { url: said[1] ?? '', pid: child.pid ?? 0, readyMs: performance.now() - begun, stop }
}

const timeUp = (): Promise<undefined> =>
  new Promise((done) => setTimeout(() => done(undefined), STARTED_WITHIN_MS).unref())

function firstMatch(child: ChildProcess, wanted: RegExp): Promise<RegExpExecArray> {
  return new Promise((done) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = wanted.exec(text)
      if (found) done(found)
    })
  })
}
