import sql from 'sql-template-tag'
import { CHANGING_ROLES } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { isDemo } from '../../foundation/is-demo.ts'
import { readProfile } from '../../foundation/profile.ts'
import { listInForce, listMissing } from '../rule-sets/versions.ts'
import { findConnectorPin } from './connector-pin.ts'
import { changersMin } from './end-setup.ts'

/** The steps of the setup, in the order in which they are done. */
export const SETUP_STEPS = ['people', 'passkeys', 'policies', 'connector', 'on_call', 'backup'] as const

/** A step, and whether the desk finds it done. `count`: the number that the step is about. */
export interface SetupStep {
  step: (typeof SETUP_STEPS)[number]
  done: boolean
  count: number
}

/** Reads which steps of the setup are done from the rows of the desk: a step is never ticked by hand. */
export async function readChecklist(db: Queryable): Promise<SetupStep[]> {
  const [people, hasPlatform, inForce, { organisation }, backedUp] = await Promise.all([
    countPeople(db),
    hasConnector(db),
    listInForce(db),
    readProfile(db),
    isBackedUp(db),
  ])
  const fewest = changersMin(organisation)
  const missing = listMissing(inForce).length
  return [
    { step: 'people', done: people.reviewing >= fewest && people.changing >= fewest, count: people.all },
    { step: 'passkeys', done: people.all > 0 && people.withoutPasskey === 0, count: people.withoutPasskey },
    { step: 'policies', done: missing === 0, count: missing },
    { step: 'connector', done: hasPlatform, count: hasPlatform ? 1 : 0 },
    { step: 'on_call', done: people.onCall > 0, count: people.onCall },
    { step: 'backup', done: backedUp, count: backedUp ? 1 : 0 },
  ]
}

interface Counted {
  all: number
  reviewing: number
  changing: number
  withoutPasskey: number
  onCall: number
}

const countPeople = (db: Queryable): Promise<Counted> =>
  db.only<Counted>(sql`
    select count(*)::integer as all,
      (count(*) filter (where may_review(member.roles)))::integer as reviewing,
      (count(*) filter (where member.roles && ${CHANGING_ROLES}))::integer as changing,
      (count(*) filter (where standing.on_call))::integer as "onCall",
      (count(*) filter (where not exists (select from passkey where passkey.staff_id = member.id
        and passkey.removed_at is null and passkey.counts_from <= desk_now())))::integer as "withoutPasskey"
    from staff member cross join lateral staff_standing(member.id) standing where standing.active`)

/**
 * True once a process of this desk has started with the address of a platform. A demo starts its own platform, and pins
 * none.
 */
const hasConnector = async (db: Queryable): Promise<boolean> =>
  (await findConnectorPin(db)) !== undefined || (await isDemo(db))

/**
 * True when PostgreSQL backedUp its log without a later failure, or has a standby. A dump leaves no trace in the
 * database, so it does not count.
 */
const isBackedUp = (db: Queryable): Promise<boolean> =>
  db.onlyValue<boolean>(sql`
    select exists (select from pg_stat_replication) or exists (
      select from pg_stat_archiver where archived_count > 0
        and (last_failed_time is null or last_failed_time < last_archived_time)) as backed_up`)
