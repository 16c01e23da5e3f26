import sql from 'sql-template-tag'
import {
  inAnsweredTransaction,
  type Pool,
  type Queryable,
  REFUSED,
  sqlState,
  type Tx,
  UNIQUE_VIOLATION,
} from '../../foundation/database/db.ts'
import { CHANGING_ROLES, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { changeHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { listPasskeys } from '../../people/passkeys/queries.ts'
import { insertSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import { isConfined, isLimitReached, isRemovalSigned, lockRemovals } from '../../people/staff/removal-limit.ts'
import { signableRight, type TakenRight } from '../../people/staff/sign-removal.ts'
import { readStanding } from '../../people/staff/standing.ts'
import { describeChange, type Proposing } from '../describe/describe-change.ts'
import { applyChange, queueProposalAlerts } from './apply-change.ts'
import { type Change, insertChange, lockStaffRows } from './change-queries.ts'
import type { Wanted } from './wanted.ts'

interface ChangeRequest {
  wanted: Wanted
  reason: string
  by: StaffCaller
  /**
   * A signature of the act `staff_rights` about the person and the right. With it a role or a clearance is taken at
   * once. Without it a second person must agree.
   */
  signed?: Signed | undefined
}

/**
 * Proposes a change of the organisation. A change that only makes rules stricter is applied at once. Any other waits
 * for a second person and changes nothing until then. Both are recorded, and leads are alerted.
 */
export async function proposeChange(desk: Proposing, { wanted, reason, by, signed }: ChangeRequest): Promise<Change> {
  if (signed !== undefined && !takesRight(wanted)) {
    throw new DeskError('invalid_input', message('change.notSignedHere'))
  }
  if (isRightOf(wanted, by.id)) {
    throw new DeskError('not_allowed', message('change.aboutYou'))
  }
  if ((wanted.kind === 'end_later' || wanted.kind === 'end_people') && !by.roles.includes('admin')) {
    throw new DeskError('not_allowed', message('change.endsByAdmin'))
  }
  const proposed = await describeChange(desk, wanted, by.id)
  if (wanted.kind === 'passkey_removal' && wanted.staffId === by.id) await refuseLastKey(desk.db, wanted)
  const actor = { kind: 'staff', id: by.id } as const
  return changing(desk.db, async (tx) => {
    if (wanted.kind === 'role' || wanted.kind === 'clearance') await lockRemovals(tx)
    await lockStaffRows(tx, [by.id, ...('staffId' in wanted ? [wanted.staffId] : [])])
    await checkProposer(tx, by, wanted, proposed.body)
    if (signed && takesRight(wanted)) await insertSignature(tx, signed, await signableRight(tx, takenBy(wanted)))
    const signatureId = signed?.id ?? null
    const change = await insertChange(tx, { ...proposed, kind: wanted.kind, reason, signatureId, proposedBy: by.id })
    queueEntry(tx, {
      kind: 'change_proposed',
      changeId: change.id,
      change: change.kind,
      direction: change.direction,
      expiresAt: change.expiresAt.toISOString(),
      contentHash: changeHash(change),
      by: actor,
    })
    if (await isDoneAlone(tx, change, signed !== undefined)) return applyChange(tx, change, actor)
    queueProposalAlerts(tx, change, by.pseudonym)
    return change
  })
}

/** True for the removal of a role or a clearance, which one person can sign to do it alone. */
export const takesRight = (wanted: Wanted): wanted is Extract<Wanted, { kind: 'role' | 'clearance' }> =>
  (wanted.kind === 'role' || wanted.kind === 'clearance') && wanted.op === 'revoke'

/** Returns the right that the change takes. */
export const takenBy = (wanted: Extract<Wanted, { kind: 'role' | 'clearance' }>): TakenRight => ({
  staffId: wanted.staffId,
  right: wanted.kind,
  which: wanted.kind === 'role' ? wanted.role : wanted.clearance,
})

/**
 * The kinds of changes that people propose for themselves, to which another person agrees. They cannot propose their
 * own rights.
 */
const THEIRS: readonly Wanted['kind'][] = ['passkey', 'passkey_removal', 'token']

const isRightOf = (wanted: Wanted, staffId: string): boolean =>
  wanted.kind === 'end_people'
    ? wanted.staffIds.includes(staffId)
    : 'staffId' in wanted && wanted.staffId === staffId && !THEIRS.includes(wanted.kind)

/**
 * Refuses the removal of a person's own last passkey, which would lock them out. Another person asks for the removal of
 * a lost or stolen last passkey.
 */
async function refuseLastKey(
  db: Queryable,
  { staffId, credentialId }: { staffId: string; credentialId: string },
): Promise<void> {
  const keys = await listPasskeys(db, staffId)
  if (keys.some(({ id }) => id !== credentialId)) return
  throw new DeskError('conflict', message('change.lastKey'))
}

/**
 * True when one person makes the change alone, because it only makes rules stricter. The removal of a role or clearance
 * waits for a second person when it is unsigned, or beyond the limit of one person.
 */
async function isDoneAlone(tx: Tx, change: Change, isSigned: boolean): Promise<boolean> {
  const { kind, direction, body, proposedBy } = change
  if (direction !== 'stricter') return false
  if (kind !== 'role' && kind !== 'clearance') return true
  if (!isSigned && (await isRemovalSigned(tx))) return false
  return !(await isLimitReached(tx, { kind: 'staff', id: proposedBy }, String(JSON.parse(body).staffId)))
}

/**
 * Runs a statement that PostgreSQL refuses if something else was changed in the meantime, and reports that as a
 * conflict.
 */
export async function changing<T>(db: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await inAnsweredTransaction(db, work)
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw new DeskError('conflict', message('change.stale'), {}, { cause: error })
  }
}

/**
 * The conflict also occurs when another change did the same already, or gave the person a role that excludes this one.
 */
function isRefusal(error: unknown): boolean {
  const code = sqlState(error)
  return (
    code === REFUSED ||
    code === UNIQUE_VIOLATION ||
    (error instanceof Error && 'constraint' in error && error.constraint === 'roles_fit_together')
  )
}

async function checkProposer(tx: Tx, { id, roles }: StaffCaller, wanted: Wanted, body: string): Promise<void> {
  const standing = await readStanding(tx, id)
  if (!standing?.active) throw new DeskError('not_allowed', message('change.notHere'))
  if (wanted.kind === 'unrestrict' && (await isConfined(tx, id)) && (await isConfined(tx, wanted.staffId))) return
  if (standing.restricted) throw new DeskError('not_allowed', message('change.restricted'))
  if (roles.some((role) => CHANGING_ROLES.includes(role))) return refuseLimited(tx, id, { kind: wanted.kind, body })
  // Any person proposes a passkey for themselves; others agree.
  if ((wanted.kind === 'passkey' || wanted.kind === 'passkey_removal') && wanted.staffId === id) return
  throw new DeskError('not_allowed', message('change.proposeRole'))
}

/** Refuses a person whose changing roles are all limited to other platforms. PostgreSQL refuses it too. */
async function refuseLimited(tx: Tx, id: string, { kind, body }: { kind: string; body: string }): Promise<void> {
  const may = await tx.onlyValue<boolean>(sql`
    select roles_for_change(${kind}, ${body}::jsonb, person) && ${CHANGING_ROLES}::text[] as may
    from staff person where id = ${id}`)
  if (!may) throw new DeskError('not_allowed', message('right.platform'))
}
