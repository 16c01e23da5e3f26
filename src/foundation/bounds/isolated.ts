import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { DeskError } from '../errors.ts'
import { type Message, message } from '../messages/message.ts'
import { renderMessage } from '../messages/render-message.ts'
import { findCompiled } from '../schemas/compiled.ts'
import { FileError } from '../yaml/read-yaml.ts'
import type { JobTable, Outcome } from './serve-isolated.ts'

/** The limits of one job in the isolated process. */
export interface IsolatedLimits {
  /** The most processor time of a job: a job over it is too expensive, which is its sender's fault. */
  cpuMs: number
  /** The most time by the clock: a job over it got too little processor time, which is the machine's fault. */
  wallMs: number
}

/** The limits of a job on text that people send. */
const SENT_LIMITS: IsolatedLimits = { cpuMs: 500, wallMs: 60_000 }
/** The time within which the isolated process must start; a later start is the machine's fault. */
const START_MS_MAX = 60_000
/** The most jobs in the queue: it limits a caller's wait to this number times the longest job. */
const WAITING_MAX = 32
const HEAP = ['--max-old-space-size=128', '--max-semi-space-size=8']
/** The lowest priority of the operating system: trial runs wait for stops and restores. */
const NICE = 10
const STAT_INTERVAL_MS = 50
/** Linux counts processor time in hundredths of a second, independent of the kernel's tick rate. */
const MS_A_TICK = 10
/** The share of the time by the clock that counts as processor time on a machine that doesn't report it. */
const CLOCK_A_CPU = 8

/** Thrown when a job was killed because it needed more time or memory than its limits. */
export class TooDemanding extends Error {
  override name = 'TooDemanding' as const
  readonly text: Message

  constructor(what: 'time' | 'memory') {
    const text = message('isolated.tooDemanding', { what })
    super(renderMessage(text))
    this.text = text
  }
}

interface Waiting {
  job: string
  input: unknown
  person: string | null
  limits: IsolatedLimits
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

type InputOf<Job> = Job extends (input: infer Input) => unknown ? Input : never
type OutputOf<Job> = Job extends (input: never) => infer Output ? Output : never

/**
 * Runs jobs on untrusted input in a process of its own, one after the other and at most one a person. The caller never
 * parses or evaluates that input and never blocks: a job over its limits is killed together with its process, and the
 * next job gets a new process. A thread is not enough: running out of memory in one can abort the whole process
 * (decision 060).
 */
export class Isolated<Jobs extends JobTable> {
  readonly #program: string
  readonly #people = new Set<string>()
  readonly #waiting: Waiting[] = []
  #process: Promise<ChildProcess> | undefined
  #running = false

  constructor(program: string) {
    this.#program = program
  }

  /**
   * Runs the job and returns its result. Throws the job's own `FileError` or `DeskError`, `TooDemanding` for a job over
   * its limits, or a refusal when the machine is too busy.
   */
  run<Name extends keyof Jobs & string>(
    job: Name,
    input: InputOf<Jobs[Name]>,
    { person, limits = SENT_LIMITS }: { person: string | null; limits?: IsolatedLimits },
  ): Promise<OutputOf<Jobs[Name]>> {
    if (person !== null && this.#people.has(person)) {
      throw new DeskError('too_many', message('isolated.ownRunning'))
    }
    if (this.#waiting.length >= WAITING_MAX) {
      throw new DeskError('too_many', message('isolated.queueFull'))
    }
    if (person !== null) this.#people.add(person)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.push({ job, input, person, limits, resolve, reject })
    this.#next()
    return promise as Promise<OutputOf<Jobs[Name]>>
  }

  #next(): void {
    if (this.#running) return
    const waiting = this.#waiting.shift()
    if (waiting === undefined) return
    this.#running = true
    const release = () => {
      if (waiting.person !== null) this.#people.delete(waiting.person)
      this.#running = false
      this.#next()
    }
    // The person's place is released before the answer is returned, so that they may send the next job at once.
    this.#do(waiting).finally(release).then(waiting.resolve, waiting.reject)
  }

  async #do({ job, input, limits }: Waiting): Promise<unknown> {
    const child = await this.#start()
    keepAlive(child, true)
    try {
      return readOutcome(await within(child, limits, { job, input }))
    } finally {
      keepAlive(child, false)
    }
  }

  /** Returns the running process, or a new one after it was killed, died or did not start. */
  async #start(): Promise<ChildProcess> {
    const known = await this.#process?.catch(() => undefined)
    if (known !== undefined && isUp(known)) return known
    this.#process = startProcess(this.#program)
    return this.#process
  }
}

const isUp = ({ connected, killed, exitCode, signalCode }: ChildProcess): boolean =>
  connected && !killed && exitCode === null && signalCode === null

/** Returns a fault of the machine and not of the sent text: the caller may send the same job again. */
const notRead = (why: Message): DeskError => new DeskError('unavailable', message('isolated.notRead', { why }))

/**
 * Starts a process and waits until it has loaded its jobs, so that loading counts against no job's time. The process
 * has an empty environment: the folder of what is compiled is its argument.
 */
async function startProcess(program: string): Promise<ChildProcess> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const compiled = findCompiled()
  const child = fork(program, compiled === undefined ? [] : [compiled], {
    env: {},
    execArgv: HEAP,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const timer = setTimeout(() => reject(notRead(message('isolated.why.notStarted'))), START_MS_MAX)
  child.once('message', () => resolve()).once('error', reject)
  child.once('exit', () => reject(notRead(message('isolated.why.notStarted'))))
  try {
    await promise
    lowerPriority(child)
    return child
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  } finally {
    clearTimeout(timer)
    child.removeAllListeners('error').removeAllListeners('exit')
    child.on('error', () => {})
  }
}

/** Lowers the priority of a process; on a machine that forbids it the priority stays unchanged. */
function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, NICE)
  } catch {}
}

/** An idle isolated process does not keep the desk from ending. */
function keepAlive(child: ChildProcess, busy: boolean): void {
  if (busy) child.ref()
  else child.unref()
  if (busy) child.channel?.ref()
  else child.channel?.unref()
}

/**
 * Returns the isolated process's answer to one job. Kills the process if the job goes over a limit or the process dies.
 */
async function within(child: ChildProcess, limits: IsolatedLimits, job: object): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  const answer = (outcome: unknown) => resolve(outcome as Outcome)
  const died = () => reject(new TooDemanding('memory'))
  const late = () => reject(new TooDemanding('time'))
  const stop = new AbortController()
  const wall = setTimeout(() => reject(notRead(message('isolated.why.noTime'))), limits.wallMs)
  child.once('message', answer).once('exit', died)
  try {
    const cpuMs = (await readCpuMs(child)) + limits.cpuMs
    child.send(job, (error) => error && died())
    watchCpu(child, cpuMs, stop.signal).then(late, reject)
    return await promise
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  } finally {
    stop.abort()
    clearTimeout(wall)
    child.off('message', answer).off('exit', died)
  }
}

/** Resolves once the process has used this much processor time. Aborted before, it never resolves. */
async function watchCpu(child: ChildProcess, cpuMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await readCpuMs(child)) < cpuMs) await pause(STAT_INTERVAL_MS, signal)
  if (signal.aborted) return new Promise(() => {})
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  const end = () => {
    clearTimeout(timer)
    resolve()
  }
  signal.addEventListener('abort', end, { once: true })
  return promise.finally(() => signal.removeEventListener('abort', end))
}

/**
 * Reads the processor time that the process has used. A machine that doesn't report it gets an estimate: a share of the
 * time by the clock.
 */
async function readCpuMs({ pid }: ChildProcess): Promise<number> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // In /proc/PID/stat the program's name comes first and may hold any character; utime and stime are the fields 12
    // and 13 after it.
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return ((user ?? 0) + (system ?? 0)) * MS_A_TICK
  } catch {
    return performance.now() / CLOCK_A_CPU
  }
}

function readOutcome(outcome: Outcome): unknown {
  if ('value' in outcome) return outcome.value
  if ('problems' in outcome) throw new FileError(outcome.what, outcome.problems)
  if ('code' in outcome) throw new DeskError(outcome.code, outcome.text, { ...outcome.members })
  throw new Error(`a job on a rule set failed: ${outcome.bug}`)
}
