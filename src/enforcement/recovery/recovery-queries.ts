import sql, { type Sql } from 'sql-template-tag'
import { queueAlertEntry } from '../../alerts/alert.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import type { Checkpoint } from '../../ledger/checkpoint.ts'
import type { LedgerLoss } from '../../ledger/find-ledger-loss.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'

/**
 * A generation of a subject that the recovery journal or the platform has and the database never had. `label`: the
 * number of a published label in its place.
 */
export interface SubjectLoss {
  kind: 'journal' | 'platform' | 'label'
  subject: string
  generation: number
  known: number
}

export const LOSS_KINDS = ['ledger', 'journal', 'platform', 'label'] as const

/** A sign that the database lost data, as it was recorded. */
export interface Loss {
  id: number
  kind: (typeof LOSS_KINDS)[number]
  keptNumber: number | null
  lostNumber: number | null
  /** As base64. */
  lostChain: string | null
  /** The hash of the lost checkpoints, as hex. */
  lostHash: string | null
  subject: string | null
  generation: number | null
  knownGeneration: number | null
  foundAt: Date
}

/** A recovery state, from its first sign of lost data until two people ended it. */
export interface Recovery {
  id: number
  begunAt: Date
  endedAt: Date | null
  changeId: string | null
  losses: number
  lastLossId: number
}

const ALERTED_ROLES = ['lead', 'admin', 'auditor'] as const

/**
 * Records signs of lost data. The first one begins the recovery state: from its commit on PostgreSQL releases nothing
 * restrictive. Signs that are on record or acknowledged change nothing.
 */
export async function recordLosses(tx: Tx, losses: readonly (LedgerLoss | SubjectLoss)[]): Promise<void> {
  const rows = JSON.stringify(losses.map(toRow))
  const { recovery, alerted, recorded } = await tx.only<{
    recovery: number | null
    alerted: string | null
    recorded: number[]
  }>(sql`select recovery, alerted, recorded from begin_recovery(${rows}::jsonb)`)
  if (recovery === null || recorded.length === 0) return
  if (alerted !== null) {
    queueEntry(tx, { kind: 'recovery_begun', recoveryId: recovery, by: DESK })
    for (const role of ALERTED_ROLES) queueAlertEntry(tx, { why: alerted }, `role:${role}`)
  }
  for (const loss of await listLosses(tx, recovery, { from: Math.min(...recorded), max: recorded.length }))
    queueLossEntry(tx, recovery, loss)
}

const toRow = (loss: LedgerLoss | SubjectLoss) =>
  'lost' in loss
    ? {
        kind: 'ledger',
        kept_number: loss.kept,
        lost_number: loss.lost.number,
        lost_chain: `\\x${Buffer.from(loss.lost.chain, 'base64').toString('hex')}`,
        lines: loss.lines.map(({ number, chain }) => [number, chain]),
      }
    : { kind: loss.kind, subject: loss.subject, generation: loss.generation, known_generation: loss.known }

function queueLossEntry(tx: Tx, recoveryId: number, loss: Loss): void {
  const {
    id: lossId,
    kind: of,
    keptNumber,
    lostNumber,
    lostChain,
    lostHash,
    subject,
    generation,
    knownGeneration,
  } = loss
  queueEntry(tx, {
    kind: 'data_loss_found',
    ...{ lossId, recoveryId, of, by: DESK },
    ...(keptNumber !== null &&
      lostNumber !== null &&
      lostChain !== null &&
      lostHash !== null && { keptNumber, lostNumber, lostChain, lostHash }),
    ...(subject !== null &&
      generation !== null &&
      knownGeneration !== null && { generation, knownGeneration, subject }),
  })
}

const RECOVERY = sql`recovery.id, recovery.begun_at as "begunAt", recovery.ended_at as "endedAt",
  recovery.change_id as "changeId",
  (select count(*) from database_loss where recovery_id = recovery.id) as losses,
  (select coalesce(max(id), 0) from database_loss where recovery_id = recovery.id) as "lastLossId"`

/** Returns the recovery state that the desk is in. Undefined: it is in none. */
export const findOpenRecovery = (db: Queryable): Promise<Recovery | undefined> =>
  db.find<Recovery>(sql`select ${RECOVERY} from database_recovery recovery where ended_at is null`)

/** Returns the recovery with this id, or undefined. */
export const findRecovery = (db: Queryable, recoveryId: number): Promise<Recovery | undefined> =>
  db.find<Recovery>(sql`select ${RECOVERY} from database_recovery recovery where id = ${recoveryId}`)

/** Lists the signs of lost data of a recovery, in the order in which they were found. */
export const listLosses = (
  db: Queryable,
  recoveryId: number,
  { from = 0, max }: { from?: number; max: number },
): Promise<Loss[]> => db.list<Loss>(sql`${lossesOf(recoveryId)} and id >= ${from} order by id limit ${max}`)

/** The signs of lost data of a recovery. */
export const lossesOf = (recoveryId: number): Sql => sql`
  select id, kind, kept_number as "keptNumber", lost_number as "lostNumber", encode(lost_chain, 'base64') as "lostChain",
    hash_lost_checkpoints(id) as "lostHash", subject, generation, known_generation as "knownGeneration", found_at as "foundAt"
  from database_loss where recovery_id = ${recoveryId}`

/** Lists the ends of the ledger that a recovery lost. */
export const listLedgerLosses = (
  db: Queryable,
  recoveryId: number,
): Promise<{ keptNumber: number; lostNumber: number; lostChain: string }[]> =>
  db.list(sql`
    select kept_number as "keptNumber", lost_number as "lostNumber", encode(lost_chain, 'base64') as "lostChain"
    from database_loss where recovery_id = ${recoveryId} and kind = 'ledger' order by id limit 100`)

/** The end of the ledger that was lost with an older database, and the change by which two people acknowledged it. */
export interface AcknowledgedEnd {
  keptNumber: number
  lostNumber: number
  lostChain: string
  changeId: string
}

/** True when the database has the tables of losses. One of before their migration has none, and is verified before it. */
export const hasLossTables = (db: Queryable): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select to_regclass('database_lost_checkpoint') is not null as "has"`)

/** Lists the newest acknowledged losses of the ledger, in the order of their numbers. */
export const listAcknowledgedEnds = (db: Queryable): Promise<AcknowledgedEnd[]> =>
  db.list<AcknowledgedEnd>(sql`
    select * from (
      select kept_number as "keptNumber", lost_number as "lostNumber", encode(lost_chain, 'base64') as "lostChain", change_id as "changeId"
      from database_loss loss join database_recovery recovery on recovery.id = loss.recovery_id
      where kind = 'ledger' and is_loss_acknowledged(loss.id) order by loss.id desc limit 1000) newest
    order by "keptNumber", "lostNumber"`)

/** Returns those of the checkpoints whose loss two people have not acknowledged. */
export const listUnacknowledged = (db: Queryable, checkpoints: readonly Checkpoint[]): Promise<readonly Checkpoint[]> =>
  listOther(db, checkpoints, sql`is_acknowledged(number, decode(chain, 'base64'))`)

/** Returns those of the checkpoints that are a new sign of lost data. */
export const listUnrecorded = (db: Queryable, checkpoints: readonly Checkpoint[]): Promise<readonly Checkpoint[]> =>
  listOther(db, checkpoints, sql`is_loss_recorded(number, decode(chain, 'base64'))`)

/** Returns those of the checkpoints for which the condition is not true. */
async function listOther(
  db: Queryable,
  checkpoints: readonly Checkpoint[],
  condition: Sql,
): Promise<readonly Checkpoint[]> {
  if (checkpoints.length === 0) return []
  const open = await db.listValues<number>(sql`
    select place::integer from unnest(${checkpoints.map(({ number }) => number)}::bigint[],
      ${checkpoints.map(({ chain }) => chain)}::text[]) with ordinality as given (number, chain, place)
    where not ${condition} order by place`)
  return open.flatMap((place) => checkpoints[place - 1] ?? [])
}
