import sql from 'sql-template-tag'
import { inTransaction, type Pool } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Trouble } from './read-answer.ts'
import type { Sender } from './send-batch.ts'

/** The deliveries that are read at once, and the look-ups on their way at one time. */
const PAGE = 500
const LOOKUPS_AT_ONCE = 8

interface Delivery {
  id: number
  statementId: string
  puid: string
}

interface ReconcileReport {
  checked: number
  /** The statements that count as sent and that the database does not have. */
  missing: { statement: string; puid: string }[]
  /** True: those that are missing are sent again. */
  mended: boolean
  /** The reason why it stopped before the end. */
  trouble?: Trouble
}

interface Reconciling {
  db: Pool
  client: Pick<Sender, 'findPuid'>
  /** Sent at this time or later, and before that one. */
  from: Date | null
  until: Date | null
  /** True: what is missing waits to be sent again. */
  mends: boolean
  onProgress?: (checked: number) => void
}

/** Looks up every statement that counts as sent. One that the database does not have was lost there, or never sent. */
export async function reconcileStatements(asked: Reconciling): Promise<ReconcileReport> {
  const report: ReconcileReport = { checked: 0, missing: [], mended: asked.mends }
  let after = 0
  for (;;) {
    const page = await listDeliveries(asked, after)
    const missing = await findMissing(asked, page, report)
    if (asked.mends && missing.length > 0) await resend(asked.db, missing)
    report.missing.push(...missing.map(({ statementId, puid }) => ({ statement: statementId, puid })))
    asked.onProgress?.(report.checked)
    after = page.at(-1)?.id ?? after
    if (report.trouble || page.length < PAGE) return report
  }
}

const listDeliveries = ({ db, from, until }: Reconciling, after: number): Promise<Delivery[]> =>
  db.list<Delivery>(sql`
    select id::integer, statement_id as "statementId", puid from dsa_delivery
    where missing_at is null and id > ${after} and (${from}::timestamptz is null or sent_at >= ${from})
      and (${until}::timestamptz is null or sent_at < ${until})
    order by id limit ${PAGE}`)

async function findMissing(
  { client }: Reconciling,
  deliveries: readonly Delivery[],
  report: ReconcileReport,
): Promise<Delivery[]> {
  const missing: Delivery[] = []
  const left = deliveries.values()
  const lookUp = async () => {
    for (const delivery of left) {
      const found = await client.findPuid(delivery.puid)
      if (found.kind !== 'found' && found.kind !== 'absent') report.trouble = found
      if (report.trouble) return
      report.checked += 1
      if (found.kind === 'absent') missing.push(delivery)
    }
  }
  await Promise.all(Array.from({ length: LOOKUPS_AT_ONCE }, lookUp))
  return missing.sort((one, other) => one.id - other.id)
}

/** Lets missing statements wait to be sent again, under the puid that they had. */
async function resend(db: Pool, missing: readonly Delivery[]): Promise<void> {
  const statements = missing.map(({ statementId }) => statementId)
  await inTransaction(db, async (tx) => {
    await tx.query(sql`
      update dsa_delivery set missing_at = desk_now()
      where id = any (${missing.map(({ id }) => id)}::bigint[]) and missing_at is null`)
    await tx.query(sql`
      update dsa_submission set state = 'waiting', due_at = desk_now() where statement_id = any (${statements}) and state = 'sent'`)
    queueEntry(tx, { kind: 'dsa_statements_missing', statements, by: DESK })
  })
}
