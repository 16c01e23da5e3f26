import { Secp256k1Keypair } from '@atproto/crypto'
import type { BenchContext, Result } from '../../bench.ts'
import { BenchError } from '../../bench.ts'
import { bearerLine, HttpConnection } from '../../http-connection.ts'
import { percentiles } from '../../percentile.ts'
import { LABELER, startReportDesk } from './desk-side.ts'
import { makeServiceToken, subjectOf } from './ozone-client.ts'
import type { Account, Identity, Network, Ozone } from './start-network.ts'

const CREATE_REPORT = 'com.atproto.moderation.createReport'
const CONNECTIONS = 16
/** A desk takes 100 reports of one account an hour. */
const REPORTS_EACH = 100
/** The most reports that are sent again after an answer of 500 or 503. */
const FAILED_MAX = 100

interface Service {
  url: string
  did: string
}

/** Measures the reports that each tool takes, by the same method with tokens of the same accounts. */
export async function measureReports(
  { ground, say }: BenchContext,
  { network, ozone, accounts }: { network: Network; ozone: Ozone; accounts: readonly Account[] },
): Promise<Result> {
  const desk = await startReportDesk(ground, network)
  const count = network.reporters.length * REPORTS_EACH
  say(`sending ${count} reports to each …`)
  const theirs = await sendReports(ozone, network.reporters, accounts)
  const ours = await sendReports({ url: desk.url, did: LABELER }, network.reporters, accounts)
  say(`failed and sent again: ${theirs.failed} at Ozone, ${ours.failed} at the desk`)
  const stored = await desk.database.db.query<{ count: number }>('select count(*) as count from report')
  if (stored.rows[0]?.count !== count)
    throw new BenchError(`${count} reports were answered and ${stored.rows[0]?.count} are there.`)
  const samples = percentiles(ours.samplesMs)
  return { name: 'ozone-reports', value: ours.perSecond, unit: 'reports/s', ...samples, limit: theirs.perSecond }
}

/**
 * Sends all reports, one at a time on each connection. The first of each account isn't measured: the service then reads
 * its document in the directory.
 */
async function sendReports(service: Service, reporters: readonly Identity[], accounts: readonly Account[]) {
  const requests = await Promise.all(reporters.map((reporter) => makeRequests(service, reporter, accounts)))
  // The accounts report in turn.
  const turns = Array.from({ length: REPORTS_EACH }, (_, turn) => requests.flatMap((each) => each[turn] ?? []))
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(service.url)))
  await sendAll(connections.slice(0, 1), turns[0] ?? [])
  const begun = performance.now()
  const { samplesMs, failed } = await sendAll(connections, turns.slice(1).flat())
  const seconds = (performance.now() - begun) / 1_000
  for (const connection of connections) connection.close()
  return { samplesMs, failed, perSecond: samplesMs.length / seconds }
}

interface ReportRequest {
  token: string
  body: string
}

async function sendAll(connections: readonly HttpConnection[], requests: readonly ReportRequest[]) {
  const waiting = [...requests]
  const samplesMs: number[] = []
  let failed = 0
  const work = async (connection: HttpConnection) => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const sentAt = performance.now()
      const answer = await connection.send('POST', `/xrpc/${CREATE_REPORT}`, bearerLine(next.token), next.body)
      if (answer.status === 200) samplesMs.push(performance.now() - sentAt)
      else if (answer.status >= 500 && failed++ < FAILED_MAX) waiting.push(next)
      else throw new BenchError(`A report was answered ${answer.status}: ${answer.body}`)
    }
  }
  await Promise.all(connections.map(work))
  return { samplesMs, failed }
}

async function makeRequests(
  { did: aud }: Service,
  { did: iss, key }: Identity,
  accounts: readonly Account[],
): Promise<ReportRequest[]> {
  const keypair = await Secp256k1Keypair.import(key)
  return Promise.all(
    Array.from({ length: REPORTS_EACH }, async (_, turn) => {
      const account = accounts[turn % accounts.length]
      if (account === undefined) throw new BenchError('There is no account to report.')
      const report = { reasonType: 'com.atproto.moderation.defs#reasonSpam', subject: subjectOf(account) }
      return { token: await makeServiceToken(keypair, { iss, aud, lxm: CREATE_REPORT }), body: JSON.stringify(report) }
    }),
  )
}
