import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

const TIMEOUT_MS = 30_000
const RETRY_MS = 50
const REPORT_PAUSE_MS = 25
const DECISION_PAUSE_MS = 20
const SUSPENDED_FOR_MS = 7 * 86_400_000
/** Every third enforcement is restored. */
const RESTORED_EVERY = 3

/** A person or key at one address of the desk, or at that of the moment. */
export interface Caller {
  name: string
  url: string
  token: string
}

/** The body of an answer. Empty: there is none, or the request was refused. */
type Answer = Record<string, unknown>

/** The acknowledgements that the load received, and the answers that it should not have. */
export class Load {
  readonly reports = new Set<string>()
  readonly enforcements = new Set<string>()
  readonly restores = new Set<string>()
  /** The times of the successes, by caller. */
  readonly successes = new Map<string, number[]>()
  /** The number of answers by status; `lost`: there was none. */
  readonly answers: Record<string, number> = {}
  /** Answers that are neither a success nor a 503: the first ones. */
  readonly wrong: string[] = []
  /** The cases of acknowledged reports that no caller has opened yet, by number of report. */
  readonly #reported: string[] = []
  #stopping = false
  readonly #running: Promise<void>[] = []

  /** Sends reports about these accounts, one after the other. Each is sent again until it is acknowledged. */
  sendReports(caller: Caller, accounts: readonly string[]): void {
    this.#running.push(this.#sendReports(caller, accounts))
  }

  /** Claims cases, takes their accounts offline, and restores some of them. */
  decideCases(caller: Caller): void {
    this.#running.push(this.#decideCases(caller, () => this.#askUntilDone(caller, '/v1/cases/claim-next')))
  }

  /** Does the same with the cases of the reports that this load sent. */
  decideReported(caller: Caller): void {
    const claim = async (): Promise<Answer> => {
      const caseId = this.#reported.shift()
      return caseId === undefined ? {} : this.#askUntilDone(caller, `/v1/cases/${caseId}/claim`)
    }
    this.#running.push(this.#decideCases(caller, claim))
  }

  /** Claims the next cases of the queue, and finds no violation. */
  dismissCases(caller: Caller): void {
    this.#running.push(this.#dismissCases(caller))
  }

  /** Stops when each request under way is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#running)
  }

  async #sendReports(caller: Caller, accounts: readonly string[]): Promise<void> {
    for (let number = 0; !this.#stopping; number++) {
      const id = `${caller.name}-${number}`
      const account = accounts[number % accounts.length]
      const body = {
        ...{ id, subject: { kind: 'account', id: account }, ground: 'terms', category: 'SCAMS_AND_FRAUD' },
        ...{ reporterId: `reporter-${id}`, reportedAt: '2026-05-01T09:00:00Z' },
      }
      const { caseId } = await this.#askUntilDone(caller, '/v1/reports', body)
      this.reports.add(id)
      if (typeof caseId === 'string') this.#reported.push(caseId)
      await pause(REPORT_PAUSE_MS)
    }
  }

  async #decideCases(caller: Caller, claim: () => Promise<Answer>): Promise<void> {
    for (let number = 0; !this.#stopping; ) {
      await pause(DECISION_PAUSE_MS)
      const claimed = await claim()
      if (claimed.id === undefined) continue
      const actions = [{ action: 'suspend', durationMs: SUSPENDED_FOR_MS }]
      const decision = { conclusion: 'violation', policyId: 'scam', rationale: 'failover', actions }
      const decided = await this.#askUntilDone(caller, `/v1/cases/${claimed.id}/decisions`, decision)
      for (const id of (decided.enforcements ?? []) as string[]) {
        this.enforcements.add(id)
        if (number++ % RESTORED_EVERY !== 0) continue
        await this.#askUntilDone(caller, `/v1/enforcements/${id}/restore`, { cause: 'appeal' })
        this.restores.add(id)
      }
    }
  }

  async #dismissCases(caller: Caller): Promise<void> {
    while (!this.#stopping) {
      await pause(DECISION_PAUSE_MS)
      const claimed = await this.#askUntilDone(caller, '/v1/cases/claim-next')
      if (claimed.id === undefined) continue
      const decision = { conclusion: 'no_violation', rationale: 'Nothing is wrong with it.' }
      await this.#askUntilDone(caller, `/v1/cases/${claimed.id}/decisions`, decision)
    }
  }

  /** Repeats a request under one Idempotency-Key until it is answered. */
  async #askUntilDone(caller: Caller, path: string, body?: object): Promise<Answer> {
    const key = randomUUID()
    for (;;) {
      const { status, text } = await askOnce(caller, path, key, body)
      this.answers[status] = (this.answers[status] ?? 0) + 1
      if (status === 'lost' || status === 503 || status === 502) {
        await pause(RETRY_MS)
        continue
      }
      if (status >= 400) this.#noteWrong(`${caller.name} ${path}: ${status} ${text}`)
      if (status >= 500) {
        await pause(RETRY_MS)
        continue
      }
      if (status < 300) this.#noteSuccess(caller.name)
      return status < 300 && text !== '' ? (JSON.parse(text) as Answer) : {}
    }
  }

  #noteSuccess(name: string): void {
    const times = this.successes.get(name) ?? []
    times.push(performance.now())
    this.successes.set(name, times)
  }

  #noteWrong(line: string): void {
    this.wrong.push(line)
  }
}

interface RawAnswer {
  status: number | 'lost'
  text: string
}

async function askOnce(caller: Caller, path: string, key: string, body?: object): Promise<RawAnswer> {
  try {
    const response = await fetch(new URL(path, caller.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${caller.token}`,
        'idempotency-key': key,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  } catch {
    return { status: 'lost', text: '' }
  }
}
