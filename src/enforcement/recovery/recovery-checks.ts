import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const recoveries: CrossCheck = {
  table: 'database_recovery',
  isKeptForever: true,
  rowsById: 'one',
  says: {
    recovery_begun: ({ recoveryId, at }) => ({ id: String(recoveryId), begins: true, row: { changeId: null, at } }),
    recovery_ended: ({ recoveryId, changeId }) => ({ id: String(recoveryId), row: { changeId } }),
  },
  rows: sql`select id::text as id, 0 as turn, change_id as "changeId", begun_at as at from database_recovery`,
}

const losses: CrossCheck = {
  table: 'database_loss',
  rowsById: 'one',
  says: {
    data_loss_found: ({ lossId, recoveryId, of, subject = null, at, ...found }) => {
      const {
        keptNumber = null,
        lostNumber = null,
        lostChain = null,
        lostHash = null,
        generation = null,
        knownGeneration = null,
      } = found
      const end = { keptNumber, lostNumber, lostChain, lostHash }
      return {
        id: String(lossId),
        begins: true,
        row: { recoveryId, of, subject, ...end, generation, knownGeneration, at },
      }
    },
  },
  rows: sql`
    select id::text as id, 0 as turn, recovery_id as "recoveryId", kind as of, subject, kept_number as "keptNumber", lost_number as "lostNumber",
      encode(lost_chain, 'base64') as "lostChain", hash_lost_checkpoints(id) as "lostHash", generation, known_generation as "knownGeneration", found_at as at
    from database_loss`,
}

/** The ledger checks of recoveries and of the losses that began them. */
export const RECOVERY_CHECKS: readonly CrossCheck[] = [recoveries, losses]
