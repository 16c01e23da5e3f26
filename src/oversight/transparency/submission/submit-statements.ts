import { createHash } from 'node:crypto'
import { alertLeadsDaily } from '../../../alerts/alert-leads-daily.ts'
import { canonicalJson, type Json } from '../../../foundation/canonical.ts'
import { inTransaction, type Pool, type Tx } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { DsaStatement } from '../statement/dsa-statement.ts'
import { prepareStatement } from '../statement/to-dsa-statement.ts'
import { STATEMENTS_MAX } from './dsa-client.ts'
import type { Trouble } from './read-answer.ts'
import { type Sender, type Sent, sendBatch } from './send-batch.ts'
import { claimStatements, type Settlement, type StoredStatement, updateSettled } from './submission-queries.ts'

interface SubmitReport {
  sent: number
  held: number
  refused: number
  outside: number
  /** Left for a later attempt. */
  waiting: number
  /** The reason why it stopped before every statement was tried. */
  trouble?: Trouble
}

interface Submitting {
  db: Pool
  client: Sender
  signal?: AbortSignal
  onProgress?: (report: SubmitReport) => void
}

/** Batches on their way at one time: while one waits for its answer, others are prepared. */
const BATCHES_AT_ONCE = 4
/** A restriction that is on its way to the platform is looked at again. */
const EFFECT_LATER_MS = 60_000

/**
 * Sends the statements that are due, in batches, until none is left or the server wants no more. A crash loses nothing:
 * the claim runs out, and what had arrived is known to the server by its puid.
 */
export async function submitStatements(submitting: Submitting): Promise<SubmitReport> {
  const report: SubmitReport = { sent: 0, held: 0, refused: 0, outside: 0, waiting: 0 }
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, () => submitInTurn(submitting, report)))
  return report
}

async function submitInTurn(submitting: Submitting, report: SubmitReport): Promise<void> {
  const { db, client, signal, onProgress } = submitting
  while (!report.trouble && !signal?.aborted) {
    const claimed = await inTransaction(db, (tx) => claimStatements(tx, STATEMENTS_MAX))
    if (claimed.length === 0) return
    const { ready, settled } = prepareAll(claimed)
    const sent = ready.size === 0 ? undefined : await sendBatch(client, [...ready.values()])
    await record(db, [...settled, ...settlementsOf(ready, sent)], sent?.trouble, report)
    if (sent?.trouble) report.trouble = sent.trouble
    onProgress?.(report)
  }
}

interface PreparedBatch {
  /** By the id of the statement. */
  ready: ReadonlyMap<string, DsaStatement>
  settled: Settlement[]
}

/** Prepares claimed statements. Pure. */
export function prepareAll(claimed: readonly StoredStatement[]): PreparedBatch {
  const ready = new Map<string, DsaStatement>()
  const settled: Settlement[] = []
  for (const stored of claimed) {
    const { statementId: id } = stored
    if (stored.failed) {
      settled.push({ id, state: 'outside' })
      continue
    }
    if (!stored.tookEffect) {
      settled.push({ id, state: 'waiting', afterMs: EFFECT_LATER_MS })
      continue
    }
    const prepared = prepareStatement(stored)
    if (prepared.outcome === 'ready') ready.set(id, prepared.statement)
    else if (prepared.outcome === 'outside') settled.push({ id, state: 'outside' })
    else if (prepared.outcome === 'held') settled.push({ id, state: 'held', faults: prepared.flagged })
    else settled.push({ id, state: 'refused', faults: prepared.errors })
  }
  return { ready, settled }
}

/** The outcomes of a sent batch. What is in none of its lists waits for the next attempt. Pure. */
function settlementsOf(ready: ReadonlyMap<string, DsaStatement>, sent: Sent | undefined): Settlement[] {
  if (sent === undefined) return []
  const afterMs = sent.trouble?.kind === 'later' ? sent.trouble.afterMs : 0
  return [...ready].map(([id, statement]): Settlement => {
    const { puid } = statement
    const uuid = sent.stored.get(puid)
    if (uuid !== undefined) return { id, state: 'sent', puid, uuid, hash: hashOfSent(statement) }
    const errors = sent.refused.get(puid)
    return errors === undefined ? { id, state: 'waiting', afterMs } : { id, state: 'refused', faults: errors }
  })
}

const hashOfSent = (statement: DsaStatement): string =>
  createHash('sha256')
    .update(canonicalJson(statement as unknown as Json))
    .digest('hex')

async function record(
  db: Pool,
  settled: readonly Settlement[],
  trouble: Trouble | undefined,
  report: SubmitReport,
): Promise<void> {
  const counts = await inTransaction(db, async (tx) => {
    const recorded = new Set(await updateSettled(tx, settled))
    const of = (state: Settlement['state']) => settled.filter((one) => one.state === state && recorded.has(one.id))
    const [sent, held, refused] = [of('sent'), of('held'), of('refused')]
    if (sent.length + held.length + refused.length > 0) {
      queueEntry(tx, {
        kind: 'dsa_statements_settled',
        sent: sent.map(({ id, puid = '', hash = '' }) => ({ id, puid, hash })),
        held: held.map(({ id }) => id),
        refused: refused.map(({ id }) => id),
        by: DESK,
      })
    }
    await alertLeads(tx, { isHeld: held.length > 0, isRefused: refused.length > 0, trouble })
    return { sent, held, refused, outside: of('outside'), waiting: of('waiting') }
  })
  for (const state of ['sent', 'held', 'refused', 'outside', 'waiting'] as const) report[state] += counts[state].length
}

interface Found {
  isHeld: boolean
  isRefused: boolean
  trouble: Trouble | undefined
}

/** Alerts the leads, at most once a day for each reason. */
async function alertLeads(tx: Tx, { isHeld, isRefused, trouble }: Found): Promise<void> {
  if (isHeld) await alertLeadsDaily(tx, 'dsa', message('alert.dsa.held'))
  if (isRefused) await alertLeadsDaily(tx, 'dsa', message('alert.dsa.refused'))
  if (trouble?.kind === 'unauthorised') await alertLeadsDaily(tx, 'dsa', message('alert.dsa.unauthorised'))
  if (trouble?.kind === 'unexpected') {
    await alertLeadsDaily(tx, 'dsa', message('alert.dsa.unexpected', { says: trouble.says }))
  }
}
