import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { compiledEnv } from '../../../src/foundation/schemas/compiled.ts'
import { programFile } from '../../../src/foundation/settings/package-paths.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import type { DeskSettings, FromDesk, ToDesk } from './driven-desk.ts'

const PROGRAM = programFile('tools/scenario/stage/driven-desk.ts')
const ANSWERED_WITHIN_MS = 60_000
/** The tasks of a day delete a day's reports, which is as many as came on a day. */
const TASKS_RAN_WITHIN_MS = 3_600_000

const ENDED = 'The desk ended while the day was played.'

/** A desk that runs by a manually set clock. */
export interface DeskProcess {
  url: string
  setClock(now: Date): Promise<void>
  /** Runs the periodic tasks of a day that would wait for real time otherwise. */
  runTasks(): Promise<void>
  /** Runs a task while the process is stopped: it sends nothing meanwhile. */
  whileStopped<T>(work: () => Promise<T>): Promise<T>
  /** Kills the desk with kill -9; resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts a desk as a process of its own; resolves when it answers. It ends when this program ends or is killed. */
export async function startDeskProcess(settings: DeskSettings, now: Date): Promise<DeskProcess> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: compiledEnv(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // In a process group of its own, so that Ctrl-C reaches only this process, which then ends the desk.
    detached: true,
  })
  const gone = once(child, 'exit')
  // The sender reports a message that can't be sent, so the event itself is ignored.
  child.on('error', () => undefined)
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  try {
    const opened = await ask(child, { open: settings, now: now.toISOString() })
    if (!('url' in opened)) throw new Error('the desk opened and did not say where')
    return {
      url: opened.url,
      setClock: async (to) => void (await ask(child, { now: to.toISOString() })),
      runTasks: async () => void (await ask(child, { runTasks: true }, TASKS_RAN_WITHIN_MS)),
      whileStopped: async (work) => {
        child.kill('SIGSTOP')
        try {
          return await work()
        } finally {
          child.kill('SIGCONT')
        }
      },
      kill,
    }
  } catch (error) {
    await kill()
    throw error
  }
}

/** One message and its answer; the next message is sent after the answer. */
async function ask(child: ChildProcess, said: ToDesk, withinMs = ANSWERED_WITHIN_MS): Promise<FromDesk> {
  if (!child.connected) throw new StartError(ENDED)
  const waiting = new AbortController()
  const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(withinMs)])
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new StartError(ENDED)
  })
  const answered = once(child, 'message', { signal })
  child.send(said)
  try {
    const [reply]: [FromDesk] = await Promise.race([answered as Promise<[FromDesk]>, ended])
    if ('failed' in reply)
      throw new StartError(`The desk ${'open' in said ? 'did not start' : 'failed'}: ${reply.failed}`)
    return reply
  } finally {
    waiting.abort()
    await Promise.allSettled([answered, ended])
  }
}
