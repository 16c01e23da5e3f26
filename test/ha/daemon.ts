import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { ensureDatabaseUser, isRoot } from '../../src/foundation/store/embedded/database-user.ts'
import { RunError } from '../real-run/run-error.ts'

const STOPPED_WITHIN_MS = 15_000
const LOG_END_CHARS = 2_000

export interface DaemonSetup {
  name: string
  command: string
  args: readonly string[]
  folder: string
  env?: Readonly<Record<string, string>>
}

/** A program of the cluster. It ends with this process, also when this process is killed. */
export class Daemon {
  readonly #setup: DaemonSetup
  #child: ChildProcess | undefined

  constructor(setup: DaemonSetup) {
    this.#setup = setup
  }

  start(): void {
    const { name, command, args, folder, env } = this.#setup
    const log = openSync(this.#logFile, 'a')
    const user = isRoot() ? ensureDatabaseUser() : undefined
    const as = user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
    this.#child = spawn('setpriv', [...as, '--pdeathsig=KILL', command, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: folder, ...env },
      stdio: ['ignore', log, log],
    })
    this.#child.once('error', (error) => console.error(`${name}: ${error.message}`))
    closeSync(log)
  }

  get runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Ends the program as a power failure does. */
  kill = (): Promise<void> => this.#end('SIGKILL')

  stop = (): Promise<void> => this.#end('SIGTERM')

  /** Throws with the end of the log when the program ended by itself. */
  check(): void {
    if (this.runs) return
    const log = readFileSync(this.#logFile, 'utf8').slice(-LOG_END_CHARS)
    throw new RunError(`${this.#setup.name} ended by itself. ${log}`)
  }

  get #logFile(): string {
    return `${this.#setup.folder}/${this.#setup.name}.log`
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === undefined || !this.runs) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    await ended
    clearTimeout(late)
  }
}
