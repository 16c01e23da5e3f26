import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { compiledEnv } from '../../../src/foundation/schemas/compiled.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import type { DeskSettings, FromDesk, ToDesk } from './driven-desk.ts'

const PROGRAM = new URL('./driven-desk.ts', import.meta.url).pathname
const ANSWERED_WITHIN_MS = 60_000

const ENDED = 'The desk ended while the day was played.'

/** A desk that runs by a manually set clock. */
export interface DeskProcess {
  url: string
  setClock(now: Date): Promise<void>
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
      kill,
    }
  } catch (error) {
    await kill()
    throw error
  }
}

/** One message and its answer; the next message is sent after the answer. */
async function ask(child: ChildProcess, said: ToDesk): Promise<FromDesk> {
  if (!child.connected) throw new StartError(ENDED)
  const waiting = new AbortController()
  const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(ANSWERED_WITHIN_MS)])
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new StartError(ENDED)
  })
  const answered = once(child, 'message', { signal })
  child.send(said)
  try {
    const [reply]: [FromDesk] = await Promise.race([answered as Promise<[FromDesk]>, ended])
    if ('failed' in reply) throw new StartError(`The desk did not start: ${reply.failed}`)
    return reply
  } finally {
    waiting.abort()
    await Promise.allSettled([answered, ended])
  }
}
