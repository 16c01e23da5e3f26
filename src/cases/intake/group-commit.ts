import { DeskError } from '../../foundation/errors.ts'
import { committedReports } from '../../foundation/telemetry/measurement.ts'
import { message } from '../../foundation/messages/message.ts'
import type { App, Desk } from '../../policy/desk.ts'
import type { CommitOutcome } from './commit-reports.ts'
import { commitPromptly } from './inbox/commit-promptly.ts'
import type { GivenReport } from './store-reports.ts'

/** The most reports of one transaction. */
const BATCH_MAX = 256
/** The longest time for which a batch waits for the senders of the previous batch, who often send again. */
const GATHER_MS = 4
/** The most waiting reports. Further ones are refused, because their senders would time out before the answer. */
const WAITING_MAX = 10_000
/** The most waiting characters: ten thousand reports of the largest size would exceed the memory. */
const WAITING_LENGTH_MAX = 64 * 1_048_576

interface Waiting {
  given: GivenReport
  /** The time of its arrival, on the process's clock. */
  since: number
  resolve: (outcome: CommitOutcome) => void
  reject: (error: unknown) => void
}

/**
 * Commits concurrent reports together: each is answered when it is durable, and waits at most for the batches before
 * it. A batch fills while the previous one is written.
 */
export class GroupCommit {
  readonly #commit: (given: readonly GivenReport[]) => Promise<CommitOutcome[]>
  readonly #waiting: Waiting[] = []
  readonly #onIdle: (() => void)[] = []
  #waitingLength = 0
  #running = false
  /** The size of the next batch if every sender of the last one sends again. */
  #expected = 0
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Immediate | undefined

  constructor(commit: (given: readonly GivenReport[]) => Promise<CommitOutcome[]>) {
    this.#commit = commit
  }

  /** Resolves when the report is durable or refused. Throws at once when too many reports wait. */
  submit(given: GivenReport): Promise<CommitOutcome> {
    if (this.#waiting.length >= WAITING_MAX || this.#waitingLength >= WAITING_LENGTH_MAX) {
      throw new DeskError('unavailable', message('report.overload'))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ given, since: performance.now(), resolve, reject })
      this.#waitingLength += given.report.length
      this.#plan()
    })
  }

  /** Resolves when no report waits or is being written: a sender that disconnected may have left one here. */
  drain(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => this.#onIdle.push(resolve))
  }

  #isIdle(): boolean {
    return !this.#running && this.#waiting.length === 0
  }

  /**
   * Runs the next batch once the expected number of reports waits, or after a short timeout: answered senders often
   * send again, and larger batches cost less per report. A single sender waits for no other.
   */
  #plan(): void {
    if (this.#running || this.#waiting.length === 0) return
    if (this.#waiting.length < Math.min(this.#expected, BATCH_MAX)) {
      this.#timer ??= setTimeout(() => void this.#run(), GATHER_MS)
    } else this.#soon ??= setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer)
    clearImmediate(this.#soon)
    this.#timer = this.#soon = undefined
    const batch = this.#waiting.splice(0, BATCH_MAX)
    for (const { given } of batch) this.#waitingLength -= given.report.length
    this.#running = true
    try {
      const outcomes = await this.#commit(batch.map(({ given }) => given))
      for (const [place, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[place]
        if (outcome === undefined) reject(new Error('it was not told what became of a report'))
        else resolve(outcome)
      }
      committedReports.record(() => measure(batch, outcomes))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      this.#running = false
      this.#expected = batch.length + this.#waiting.length
      this.#plan()
      if (this.#isIdle()) for (const resolve of this.#onIdle.splice(0)) resolve()
    }
  }
}

const measure = (batch: readonly Waiting[], outcomes: readonly CommitOutcome[]) => {
  const now = performance.now()
  return batch.map(({ since }, place) => ({
    outcome: outcomes[place]?.kind ?? 'unknown',
    seconds: (now - since) / 1_000,
  }))
}

/**
 * Opens groups of senders by name. The reports of a group are committed together, and wait for no batch of another group.
 * A server that closes commits what it has received before.
 */
export function openReportGroups<Name extends string>(
  app: App,
  desk: Desk,
  names: readonly Name[],
): Readonly<Record<Name, GroupCommit>> {
  const { commit, close } = commitPromptly(desk)
  const groups = names.map((name) => [name, new GroupCommit(commit)] as const)
  app.addHook('onClose', () => Promise.all(groups.map(([, group]) => group.drain())).then(close))
  return Object.fromEntries(groups) as Record<Name, GroupCommit>
}
