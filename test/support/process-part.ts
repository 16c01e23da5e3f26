import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { cwd } from 'node:process'
import type { TestContext } from 'node:test'
import { compiledEnv } from '../../src/foundation/schemas/compiled.ts'

/** A process of the desk or the platform, started by a test. */
export interface Part {
  /** The address on which it answers, if it printed one. */
  url: string | undefined
  /** Ends the process as a power failure does, and waits until it is gone. */
  kill(): Promise<void>
  /** Suspends the process at its present instruction: none of its code runs, and its connections stay open. */
  freeze(): void
  thaw(): void
  /** Asks the process to end, as an orchestrator does, and waits until it has ended. */
  stop(): Promise<void>
}

export interface PartSettings {
  /** The program and its arguments, from the repository's root. */
  args: readonly string[]
  env: Readonly<Record<string, string>>
  /** The beginning of its first line of output. */
  says: string
}

const STARTED_WITHIN_MS = 120_000
const ERRORS_KEPT_CHARS = 4_096
const END_WITH_PARENT = resolve(import.meta.dirname, 'process-ends-with-parent.ts')

/** Starts a program and waits until it reports that it is ready. In every case it is killed when the test ends. */
export async function startPart(t: TestContext, { args, env, says }: PartSettings): Promise<Part> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...args], {
    cwd: cwd(),
    env: { ...compiledEnv(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await ended
  }
  t.after(kill)
  const line = await firstLine(child, says)
  return {
    url: /http:\/\/\S+/.exec(line)?.[0],
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Returns the line that reports the start; fails with the error output when the process ends or takes too long. */
function firstLine(child: ChildProcess, says: string): Promise<string> {
  return new Promise((done, fail) => {
    let [output, errors] = ['', '']
    const refuse = (why: string) => fail(new Error(`${child.spawnargs.join(' ')} ${why}: ${errors}`))
    const timer = setTimeout(() => refuse('did not start in time'), STARTED_WITHIN_MS)
    child.once('exit', (code) => {
      clearTimeout(timer)
      refuse(`ended with ${code}`)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-ERRORS_KEPT_CHARS)
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const line = output.split('\n').find((each) => each.startsWith(says))
      if (line === undefined || !output.endsWith('\n')) return
      clearTimeout(timer)
      done(line)
    })
  })
}
