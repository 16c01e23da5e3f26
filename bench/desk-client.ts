import { setTimeout as pause } from 'node:timers/promises'
import { BenchError } from './bench.ts'
import { bearerLine, type HttpAnswer, HttpConnection } from './http-connection.ts'

const POLL_MS = 5
const SETTLED_WITHIN_MS = 30_000
const SUSPENDED_FOR_MS = 7 * 86_400_000

/** One reviewer and one machine at the desk's API, each over a connection that is kept open. */
export interface DeskClient {
  /** Reports an account or a content and claims the case that this opens. Returns the id of the case. */
  openCase(id: string, kind?: 'account' | 'content'): Promise<string>
  /** Decides that the account goes offline for a week. Returns the enforcement. */
  suspend(caseId: string): Promise<string>
  /** Decides that the content is removed. Returns the enforcement. */
  remove(caseId: string): Promise<string>
  /** Restores an enforcement. After a mistake the case returns to its queue; after a successful appeal it does not. */
  restore(enforcementId: string, cause: 'mistake' | 'appeal'): Promise<void>
  waitUntil(enforcementId: string, state: string): Promise<void>
  /** Claims a returned case and closes it without a violation. */
  closeReturned(caseId: string): Promise<void>
  /** Sends any other request. */
  ask(method: string, path: string, body?: object): Promise<HttpAnswer>
  close(): void
}

/** Opens the connections. `token` belongs to a reviewer on shift, `key` is the API key that reports are sent with. */
export async function openDeskClient(url: string, token: string, key: string): Promise<DeskClient> {
  let mine = await HttpConnection.open(url)
  const machine = await HttpConnection.open(url)
  const ask = async (method: string, path: string, body?: object) => {
    if (mine.lost) mine = await HttpConnection.open(url)
    return mine.send(method, path, bearerLine(token), body && JSON.stringify(body))
  }
  const decide = async (caseId: string, decision: object): Promise<{ enforcements: string[] }> => {
    const path = `/v1/cases/${caseId}/decisions`
    return read(await ask('POST', path, { rationale: 'measured', ...decision }), 201, path)
  }
  const enforce = async (caseId: string, action: object): Promise<string> => {
    const { enforcements } = await decide(caseId, { conclusion: 'violation', policyId: 'scam', actions: [action] })
    const [enforcementId] = enforcements
    if (enforcementId === undefined) throw new BenchError(`Deciding ${caseId} made no enforcement.`)
    return enforcementId
  }
  const claim = async (caseId: string): Promise<void> => {
    const until = performance.now() + SETTLED_WITHIN_MS
    for (;;) {
      const answer = await ask('POST', '/v1/cases/claim-next')
      if (answer.status !== 204) {
        const { id } = read<{ id: string }>(answer, 200, 'claim-next')
        if (id === caseId) return
        throw new BenchError(`The case given was ${id}, and ${caseId} was the only one that should be there.`)
      }
      if (performance.now() > until) throw new BenchError(`${caseId} was not given out in ${SETTLED_WITHIN_MS} ms.`)
      await pause(POLL_MS)
    }
  }
  return {
    ask,
    openCase: async (id, kind = 'account') => {
      const report = JSON.stringify(reportOf({ kind, id }))
      const answer = await machine.send('POST', '/v1/reports', bearerLine(key), report)
      const { caseId } = read<{ caseId: string }>(answer, 201, 'the report')
      await claim(caseId)
      return caseId
    },
    suspend: (caseId) => enforce(caseId, { action: 'suspend', durationMs: SUSPENDED_FOR_MS }),
    remove: (caseId) => enforce(caseId, { action: 'remove' }),
    restore: async (enforcementId, cause) =>
      void read(await ask('POST', `/v1/enforcements/${enforcementId}/restore`, { cause }), 202, 'the restore'),
    waitUntil: async (enforcementId, state) => {
      const until = performance.now() + SETTLED_WITHIN_MS
      for (;;) {
        const answer = await ask('GET', `/v1/enforcements/${enforcementId}`)
        const { state: now } = read<{ state: string }>(answer, 200, enforcementId)
        if (now === state) return
        if (performance.now() > until) throw new BenchError(`${enforcementId} is ${now} and was to be ${state}.`)
        await pause(POLL_MS)
      }
    },
    closeReturned: async (caseId) => {
      await claim(caseId)
      await decide(caseId, { conclusion: 'no_violation' })
    },
    close: () => {
      mine.close()
      machine.close()
    },
  }
}

const reportOf = (subject: { kind: 'account' | 'content'; id: string }) => ({
  id: `measured-${subject.id}`,
  subject,
  ground: 'terms',
  category: 'SCAMS_AND_FRAUD',
  reporterId: `reporter-of-${subject.id}`,
  reportedAt: '2026-05-01T09:00:00Z',
})

/** The body of the answer, when it has the expected status. */
export function read<Body>({ status, body }: HttpAnswer, wanted: number, what: string): Body {
  if (status !== wanted) throw new BenchError(`${what} was answered ${status} and not ${wanted}: ${body}`)
  return (body === '' ? {} : JSON.parse(body)) as Body
}
