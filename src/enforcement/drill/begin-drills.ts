import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inSavepoint, inTransaction, only, type Tx } from '../../foundation/database/db.ts'
import { type Message, message, type Text } from '../../foundation/messages/message.ts'
import { type Actor, DESK, accountKey } from '../../foundation/domain.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Asked, readFromPlatform } from '../facts/read-platform.ts'
import { lockToPropose } from '../propose/lock-to-propose.ts'
import { propose } from '../propose/propose.ts'
import type { Scenario } from './scenarios.ts'
import { renderText } from '../../foundation/messages/render-message.ts'
import { toStorable } from '../../foundation/messages/stored-text.ts'

/** The time after which the test account is restored by itself, whether people found it or not. */
const LASTS_MS = 60 * 60_000

interface Job {
  id: string
  accountId: string
  plannedBy: string
  scenario: Scenario
  partOf: string | null
}

/** The most accounts of one drill. */
const AT_ONCE_MAX = 5

/**
 * Begins the due drills. Each is an enforcement by its planner that meets every guard, and the person on call is
 * alerted in words reserved for drills. A drill that would need another person's approval is refused, on record.
 */
export async function beginDrills(desk: Desk): Promise<number> {
  const { rows } = await desk.db.query<Job>(sql`
    select run.id, run.account_id as "accountId", run.planned_by as "plannedBy", run.scenario, run.part_of as "partOf"
    from drill_run run
    where run.enforcement_id is null and run.refused is null and run.begins_at <= desk_now() order by run.begins_at, run.id limit ${AT_ONCE_MAX}`)
  for (const drill of rows) await begin(desk, drill)
  return rows.length
}

async function begin(desk: Desk, drill: Job): Promise<void> {
  const subject = accountKey(drill.accountId)
  const asked = await readFromPlatform(desk, subject)
  await inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, drill.plannedBy)
    const { rowCount } = await tx.query(sql`
      select from drill_run where id = ${drill.id} and enforcement_id is null and refused is null for update`)
    if (rowCount !== 1) return
    const refusal = await inSavepoint(tx, () => takeOffline(tx, desk, { drill, subject, asked })).catch(
      (error: unknown) => (error instanceof DeskError ? error.text : messageOf(error)),
    )
    if (refusal !== undefined) await refuse(tx, drill, subject, refusal)
  })
}

interface Taking {
  drill: Job
  asked: Asked
  subject: string
}

async function takeOffline(tx: Tx, desk: Desk, { drill, subject, asked }: Taking): Promise<void> {
  const policy = [...desk.policies.policies.values()].find(
    ({ actions, legalDuty }) => !legalDuty && actions.includes('suspend'),
  )
  if (policy === undefined) throw new DeskError('conflict', message('drill.noPolicy'))
  const by: Actor = { kind: 'staff', id: drill.plannedBy }
  const { accountId } = drill
  await lockToPropose(tx, { accountIds: [], subjects: [subject] })
  const proposed = await propose(desk, tx, {
    kind: 'drill',
    ...{ subject, accountId, action: 'suspend', label: null, durationMs: LASTS_MS, policyId: policy.id, by, asked },
  })
  if (proposed.kind !== 'created') throw new DeskError('conflict', message('drill.subjectBusy'))
  const { enforcement } = proposed
  if (enforcement.state !== 'releasing') throw new DeskError('conflict', NOT_ALONE)
  await tx.query(sql`update drill_run set enforcement_id = ${enforcement.id} where id = ${drill.id}`)
  queueEntry(tx, { kind: 'drill_begun', drillId: drill.id, subject, enforcementId: enforcement.id, by })
  // A drill on several accounts alerts people once; they must find the other accounts themselves.
  if (drill.partOf === null)
    queueAlert(tx, { kind: 'drill', to: 'on_call', why: callMessage(drill), subject, enforcementId: enforcement.id })
}

/** The most characters of the reason why a drill was refused. */
const REFUSED_CHARS_MAX = 2_000
const NOT_ALONE = message('drill.notAlone')

/** Returns the alert of a drill. It names the account by its id alone: a handle could be taken for news. */
const callMessage = ({ id, accountId, scenario }: Job): Message =>
  message('alert.drill.begun', { drillId: id, accountId, call: message(`alert.drill.call.${scenario}`) })

async function refuse(tx: Tx, { id }: Job, subject: string, why: Text): Promise<void> {
  const refused = toStorable(renderText(why), REFUSED_CHARS_MAX)
  only((await tx.query(sql`update drill_run set refused = ${refused} where id = ${id} returning id`)).rows)
  queueEntry(tx, { kind: 'drill_refused', drillId: id, subject, by: DESK })
  queueAlert(tx, {
    kind: 'drill_refused',
    to: { role: 'lead' },
    why: message('alert.drill.refused', { drillId: id, why }),
  })
}
