import { givenStatements } from '../test/support/dsa/given-statements.ts'
import { DSA_TOKEN, startDsaServer } from '../test/support/dsa/start-dsa-server.ts'
import { exportStatements } from '../src/oversight/transparency/export-statements.ts'
import { DsaClient } from '../src/oversight/transparency/submission/dsa-client.ts'
import { submitStatements } from '../src/oversight/transparency/submission/submit-statements.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import type { BenchDatabase } from './bench-desk.ts'

const [EXPORT, SUBMIT] = ['dsa-export', 'dsa-submit']
const STATEMENTS = 10_000_000
const STATEMENTS_QUICK = 20_000
const WRITTEN_AT_ONCE = 50_000
const SENT = 200_000
const SENT_QUICK = 2_000
/** The rate that the export must reach, and the rate of the database: 12,000 calls a minute with 100 statements each. */
const EXPORT_LIMIT = 5_000
const SERVER_LIMIT = 20_000
const CALLS_A_SECOND = 190
/** Memory beyond this means that the export keeps what it has read. */
const HEAP_BYTES_MAX = 512 * 1024 ** 2

export const dsa: Bench = {
  names: [EXPORT, SUBMIT],
  title: 'statements of reasons for the DSA Transparency Database',
  onlyWhenNamed: true,
  run: measureDsa,
}

async function measureDsa({ ground, quick, wants, say }: BenchContext): Promise<Result[]> {
  const database = await ground.makeDatabase('dsa', 'desk')
  const count = quick ? STATEMENTS_QUICK : wants(EXPORT) ? STATEMENTS : SENT
  say(`${count} statements are written …`)
  for (let first = 1; first <= count; first += WRITTEN_AT_ONCE) {
    await givenStatements(database.owner, { first, count: Math.min(WRITTEN_AT_ONCE, count - first + 1) })
  }
  await ground.settle(database)
  const results = wants(EXPORT) ? [await measureExport(database, count)] : []
  return wants(SUBMIT) ? [...results, await measureSubmit(database, quick ? SENT_QUICK : SENT)] : results
}

/** Exports every statement as the command does, and discards the lines. */
async function measureExport({ db }: BenchDatabase, count: number): Promise<Result> {
  const begun = performance.now()
  let [lines, heapBytes] = [0, 0]
  for await (const { statements } of exportStatements(db, { from: null, until: null, after: null })) {
    const text = statements.map((statement) => `${JSON.stringify(statement)}\n`).join('')
    lines += text.split('\n').length - 1
    heapBytes = Math.max(heapBytes, process.memoryUsage().heapUsed)
  }
  if (lines !== count) throw new BenchError(`${lines} lines were exported, and there are ${count} statements`)
  if (heapBytes > HEAP_BYTES_MAX) throw new BenchError(`the export took ${heapBytes} bytes of memory`)
  return toResult(EXPORT, count, performance.now() - begun, EXPORT_LIMIT)
}

/** Sends statements to a local server with the limits of the real one. */
async function measureSubmit({ db, owner }: BenchDatabase, count: number): Promise<Result> {
  await owner.query({ text: "update dsa_submission set due_at = 'infinity' where statement_id > $1", values: [''] })
  await owner.query({
    text: 'update dsa_submission set due_at = desk_now() where statement_id in (select statement_id from dsa_submission limit $1)',
    values: [count],
  })
  const ends: (() => void)[] = []
  const server = await startDsaServer({ after: (end) => void ends.push(end) })
  const settings = { url: server.url, token: DSA_TOKEN, callsASecond: CALLS_A_SECOND, allowPrivate: [] }
  const begun = performance.now()
  const { sent, trouble } = await submitStatements({ db, client: new DsaClient(settings) })
  const tookMs = performance.now() - begun
  for (const end of ends) end()
  if (sent !== count) throw new BenchError(`${sent} of ${count} statements were sent: ${trouble?.says ?? 'no reason'}`)
  return toResult(SUBMIT, count, tookMs, SERVER_LIMIT)
}

const toResult = (name: string, count: number, tookMs: number, limit: number): Result => ({
  ...{ name, value: count / (tookMs / 1_000), unit: 'statements/s', p50Ms: null, p99Ms: null, limit },
})
