import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { bearerLine, HttpConnection } from './http-connection.ts'
import type { FloodRequest, LoadOutcome, LoadPlan } from './load-plan.ts'
import { makeReportBodies } from './report-bodies.ts'

/** Sends one request and resolves with what was wrong with its answer; undefined when nothing was. */
type Send = () => Promise<string | undefined>
interface Sender {
  send: Send
  close(): unknown
}

const FAILURE_STATUS = 500
const FAILURE_CHARS_MAX = 300
/** A run with this many failures measures no speed. */
const FAILURES_MAX = 100

process.once('message', (plan: LoadPlan) => {
  void runLoad(plan).then((outcome) => process.send?.(outcome, () => process.disconnect()))
})

/**
 * Sends one request at a time on each connection until the planned time ends, at the interval of the plan if it has
 * one. FAILURES_MAX failures end it early.
 */
async function runLoad(plan: LoadPlan): Promise<LoadOutcome> {
  const senders = await openSenders(plan)
  const samplesMs: number[] = []
  const counts = { answered: 0, failed: 0 }
  let firstFailure: string | undefined
  const from = performance.now() + plan.warmUpMs
  const until = from + plan.measureMs
  const everyMs = plan.everyMs ?? 0
  const loadConnection = async ({ send }: Sender, place: number): Promise<void> => {
    // Starts are spread over the interval; otherwise all connections would send at the same moment.
    let next = performance.now() + (everyMs * place) / senders.length
    while (performance.now() < until && counts.failed < FAILURES_MAX) {
      if (everyMs > 0) await pause(Math.max(0, next - performance.now()))
      next += everyMs
      const begun = performance.now()
      const failure = await send().catch((error: unknown) => String(error))
      const ended = performance.now()
      counts.answered++
      if (failure !== undefined) {
        counts.failed++
        firstFailure ??= failure.slice(0, FAILURE_CHARS_MAX)
      } else if (ended >= from && ended < until) samplesMs.push(ended - begun)
    }
  }
  await Promise.all(senders.map(loadConnection))
  for (const sender of senders) await sender.close()
  return { samplesMs: Float64Array.from(samplesMs), measuredMs: plan.measureMs, ...counts, firstFailure }
}

async function openSenders({ work, connections }: LoadPlan): Promise<Sender[]> {
  const places = Array.from({ length: connections }, (_, place) => place)
  switch (work.kind) {
    case 'flood':
      return openFlood(work, places)
    case 'statement':
      return Promise.all(places.map(() => openStatement(work)))
    case 'reports': {
      const next = makeReportBodies(work.run, work.subjects)
      const headers = `${bearerLine(work.token)}${work.prefer === undefined ? '' : `prefer: ${work.prefer}\r\n`}`
      return overHttp(
        work.url,
        places,
        (connection) => () => connection.send('POST', '/v1/reports', headers, next()),
        201,
      )
    }
    case 'batches': {
      const next = makeReportBodies(work.run, work.subjects)
      return places.map(() => ({ send: () => sendBatch(work, next), close: () => undefined }))
    }
    case 'claims':
      return overHttp(
        work.url,
        places,
        (connection, place) => {
          const headers = (work.tokens[place] ?? []).map(bearerLine)
          let turn = 0
          return () => connection.send('POST', '/v1/cases/claim-next', headers[turn++ % headers.length] ?? '')
        },
        200,
      )
    case 'cases': {
      let turn = 0
      const path = () => `/v1/cases/${work.caseIds[turn++ % work.caseIds.length]}`
      return overHttp(
        work.url,
        places,
        (connection, place) => {
          const headers = bearerLine(work.tokens[place] ?? '')
          return () => connection.send('GET', path(), headers)
        },
        200,
      )
    }
  }
}

/** Sends reports as lines of one request. Returns the first answer that is no receipt. */
async function sendBatch(
  { url, token, lines }: { url: string; token: string; lines: number },
  next: () => string,
): Promise<string | undefined> {
  const response = await fetch(new URL('/v1/reports/batch', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', prefer: 'respond-async' },
    body: Array.from({ length: lines }, next).join('\n'),
  })
  const answers = (await response.text()).trimEnd().split('\n')
  if (response.status !== 207 || answers.length !== lines) return `${response.status}: ${answers.length} answers`
  return answers.find((answer) => !answer.includes('"status":201'))
}

/**
 * Sends the requests of stolen tokens in turn. A connection that fails is opened again, as a thief would, and counts as
 * no failure.
 */
function openFlood(
  { url, tokens, requests }: { url: string; tokens: readonly string[]; requests: readonly FloodRequest[] },
  places: readonly number[],
): Promise<Sender[]> {
  const open = async (place: number): Promise<Sender> => {
    let connection = await HttpConnection.open(url)
    const headers = bearerLine(tokens[place % tokens.length] ?? '')
    let turn = place
    const send = async () => {
      const [method, path, body] = requests[turn++ % requests.length] ?? ['GET', '/healthz']
      try {
        const { status, body: said } = await connection.send(method, path, headers, body && JSON.stringify(body))
        return status < FAILURE_STATUS ? undefined : `answered ${status}: ${said}`
      } catch {
        connection.close()
        connection = await HttpConnection.open(url)
        return undefined
      }
    }
    return { send, close: () => connection.close() }
  }
  return Promise.all(places.map(open))
}

function overHttp(
  url: string,
  places: readonly number[],
  requestsOf: (connection: HttpConnection, place: number) => () => ReturnType<HttpConnection['send']>,
  wanted: number,
): Promise<Sender[]> {
  const open = async (place: number): Promise<Sender> => {
    const connection = await HttpConnection.open(url)
    const request = requestsOf(connection, place)
    const send = async () => {
      const { status, body } = await request()
      return status === wanted ? undefined : `answered ${status}: ${body}`
    }
    return { send, close: () => connection.close() }
  }
  return Promise.all(places.map(open))
}

async function openStatement(work: { databaseUrl: string; statement: string; name: string }): Promise<Sender> {
  const client = new pg.Client({ connectionString: work.databaseUrl })
  await client.connect()
  const send = async () => {
    const { rowCount } = await client.query({ name: work.name, text: work.statement })
    return rowCount === 1 ? undefined : `${rowCount} rows`
  }
  return { send, close: () => client.end() }
}
