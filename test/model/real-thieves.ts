import pg, { type Pool, type PoolClient } from 'pg'
import sql from 'sql-template-tag'
import { endBySignature } from '../../src/admin/offboarding/end-people.ts'
import { alertDeadEnds } from '../../src/enforcement/approvers/alert-dead-ends.ts'
import { readFromPlatform } from '../../src/enforcement/facts/read-platform.ts'
import { findOffer, offerNext } from '../../src/enforcement/offer/offer-enforcement.ts'
import { propose } from '../../src/enforcement/propose/propose.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { ensureKey, signedBy } from '../support/sign.ts'
import { isRefused } from './attempt.ts'
import type { DeskActs, Outcome, SubjectName, Theft } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'
import { forgeRow } from './real-forgeries.ts'

const HOUR_MS = 3_600_000
const TEAM = 7

interface Loot {
  id: string
  subject: string
  account: string
  action: string
}

/** Acts of thieves at the desk. `owner` lets the role create temporary objects and prepares the desk beforehand. */
export function realThieves(
  desk: Desk,
  { platform, people, owner }: { platform: ModelPlatform; people: readonly StaffCaller[]; owner: Pool },
): Pick<DeskActs, 'rob' | 'forge' | 'takeAlone' | 'endMany' | 'findStuck'> {
  return {
    rob: async (theft) => {
      await owner.query(
        `do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`,
      )
      return rob(desk.db, platform, theft)
    },
    forge: async (what, by) => {
      const who = people[by]
      return who === undefined ? { done: false, why: 'no person is there' } : forgeRow(desk.db, owner, what, who.id)
    },
    takeAlone: async (by, subject) => {
      const who = people[by]
      if (who === undefined) return { done: false, why: 'nobody is there' }
      return refusable(() => takeAlone(desk, platform, who, subject))
    },
    endMany: (isSigned) => endMany(desk, owner, isSigned),
    findStuck: () => findStuck(desk, people),
  }
}

async function rob(db: Pool, platform: ModelPlatform, { how, subject, action }: Theft): Promise<Outcome> {
  const loot = { id: 'enf_theft', subject: platform.key(subject), account: platform.accountOf(subject), action }
  const client = await db.connect()
  try {
    return await refusable(async () => {
      await client.query('begin')
      const facts = await readRecorded(client, loot.account)
      if (how !== 'forge' && facts === undefined) return 'nothing is known of it yet'
      if (how === 'lower') await lower(client, loot.account)
      if (how === 'shadow') await client.query(shadowsOf(loot.account))
      await client.query(sql`
        insert into public.enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
        values (${loot.id}, ${loot.subject}, ${loot.account}, ${loot.action}, 'scam', 'person', 'key:key_1', false, 'key:key_1',
          public.desk_now() + interval '1 hour')`)
      await client.query(sql`
        insert into public.verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
        values (${loot.id}, 'clear', '{"approvals": []}', '[]', '{}', ${JSON.stringify(facts ?? unknown(loot))}, sha256('none'))`)
      await client.query(sql`
        update public.enforcement set state = 'releasing', moved_by = 'key:key_1' where id = ${loot.id}`)
      return 'released'
    })
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const unknown = ({ account }: Loot) => ({ account: { id: account, tags: [], reach: null, protected: true }, facts: {} })

/** The stored facts, below which no verdict may be milder; undefined when the desk never read this account. */
async function readRecorded(client: PoolClient, account: string) {
  const { rows } = await client.query<{ known: boolean; tags: string[]; reach: number | null }>(sql`
    select exists (select from account_known where account_id = ${account} and fact = 'tags') as known,
      array(select tag from protective_tag where account_id = ${account} and dropped_at is null) as tags,
      counted_reach(${account})::float8 as reach`)
  const [row] = rows
  if (!row?.known) return undefined
  return { account: { id: account, tags: row.tags, reach: row.reach, protected: true }, facts: {} }
}

/** Each attempt has a savepoint: a refused one does not prevent the next. */
async function lower(client: PoolClient, account: string): Promise<void> {
  const reading = JSON.stringify([{ id: account, reach: 0, noReach: true, tags: [] }])
  const attempts = [
    sql`update account_reach set reach = 0 where account_id = ${account}`,
    sql`delete from account_reach where account_id = ${account}`,
    sql`delete from protective_tag where account_id = ${account}`,
    sql`update protective_tag set dropped_at = desk_now(), change_id = 'chg_1' where account_id = ${account}`,
    sql`select raise_account_facts((select json_agg(reading::jsonb || jsonb_build_object('at', desk_now()))
      from json_array_elements(${reading}::json) reading))`,
    sql`update account set reach_counted = 0, reach = 0, absent = '{reach}' where id = ${account}`,
    sql`update account set protected = false where id = ${account}`,
    sql`update account set tags = '{}', protected = false where id = ${account}`,
  ]
  for (const attempt of attempts) {
    await client.query('savepoint one')
    try {
      await client.query(attempt)
    } catch (error) {
      if (!isRefused(error)) throw error
      await client.query('rollback to savepoint one')
    }
  }
}

/** Temporary tables, readable by every role, under the names of those from which the floor is read. */
const shadowsOf = (account: string): string => `
  create temporary table account (id text, tags text[], reach_counted bigint, absent text[], protected boolean) on commit drop;
  create temporary table protective_tag (account_id text, tag text, dropped_at timestamptz, since timestamptz) on commit drop;
  create temporary table account_known (account_id text, fact text) on commit drop;
  create temporary table account_reach (account_id text, day date, reach bigint) on commit drop;
  insert into pg_temp.account values (${pg.escapeLiteral(account)}, '{}', 0, '{reach}', false);
  insert into pg_temp.account_known values (${pg.escapeLiteral(account)}, 'tags'), (${pg.escapeLiteral(account)}, 'no_reach');
  insert into pg_temp.account_reach values (${pg.escapeLiteral(account)}, current_date, 0);
  grant all on pg_temp.account, pg_temp.protective_tag, pg_temp.account_known, pg_temp.account_reach to public`

async function takeAlone(desk: Desk, platform: ModelPlatform, who: StaffCaller, name: SubjectName): Promise<string> {
  const [subject, accountId] = [platform.key(name), platform.accountOf(name)]
  const { gathered } = await readFromPlatform(desk, subject)
  return inTransaction(desk.db, async (tx) => {
    const proposed = await propose(desk, tx, {
      kind: 'interim',
      ...{ subject, accountId, action: 'lock', label: null, durationMs: HOUR_MS, policyId: 'scam', legalDuty: false },
      by: { kind: 'staff', id: who.id },
      ...{
        caseId: null,
        decisionId: null,
        reason: 'it goes on',
        alone: false,
        asked: { gathered, reading: undefined },
      },
    })
    return proposed.kind
  })
}

/**
 * Ends a team of its own, so that the history loses no person. Setup is over only for that long: before its end no
 * limit applies.
 */
async function endMany(desk: Desk, owner: Pool, isSigned: boolean): Promise<number> {
  const [admin, ...team] = await addTeam(desk.db)
  if (admin === undefined) throw new Error('nobody was added')
  await ensureKey(desk.db, admin.id)
  await owner.query('insert into setup_end default values')
  try {
    for (const { id } of team) await endOne(desk, admin, id, isSigned)
  } finally {
    await owner.query('delete from setup_end')
  }
  const ids = team.map(({ id }) => id)
  const { rows } = await desk.db.query<{ out: number }>(sql`
    select count(*)::integer as out from staff where id = any (${ids}) and ended_at is not null`)
  return rows[0]?.out ?? 0
}

async function endOne(desk: Desk, admin: StaffCaller, staffId: string, isSigned: boolean): Promise<void> {
  try {
    const signature = isSigned ? await signedBy(desk, admin, 'staff_end', staffId) : undefined
    await endBySignature(desk, { staffId, by: admin, signature })
  } catch (error) {
    if (!(error instanceof DeskError) && !isRefused(error)) throw error
  }
}

async function addTeam(db: Pool): Promise<StaffCaller[]> {
  const { rows } = await db.query<{ id: string; pseudonym: string; admin: boolean }>(sql`
    insert into staff (pseudonym, name, roles, clearances, employer, site, team)
    select 'team-' || gen_random_uuid(), 'Somebody Invented', case n when 0 then '{admin}' else '{reviewer}' end::text[],
      case n when 0 then '{}' else '{protected}' end::text[], 'Example', 'Dublin', 'west' from generate_series(0, ${TEAM}) n
    returning id, pseudonym, 'admin' = any (roles) as admin`)
  return rows
    .sort((one, other) => Number(other.admin) - Number(one.admin))
    .map(({ id, pseudonym, admin }) => ({ kind: 'staff', id, pseudonym, roles: [admin ? 'admin' : 'reviewer'] }))
}

/** Finds an enforcement whose duty is not offered to each who may take it, or without takers and without an alert. */
async function findStuck(desk: Desk, people: readonly StaffCaller[]): Promise<string | undefined> {
  const lacking = sql`state = 'awaiting_approval' and lacks_only_confirm_duty(enforcement)`
  await alertDeadEnds(desk)
  const { rows } = await desk.db.query<{ id: string; alerted: boolean; takers: string[] }>(sql`
    select id, needs_attention is not null as alerted,
      array(select staff.id from staff where id in (select list_possibly_on_duty()) and approval_refusal(enforcement.id, staff.id, 'duty') is null) as takers
    from enforcement where ${lacking} and exists (select from enforcement_party where enforcement_id = enforcement.id
      and staff_id = any (${people.map(({ id }) => id)}))`)
  for (const { id, alerted, takers } of rows) {
    const takes = people.filter((one) => takers.includes(one.id))
    if (takes.length === 0 && takers.length === 0 && !alerted) return id
    for (const who of takes) if (!(await isOfferedDuty(desk, id, who))) return id
  }
  return undefined
}

/** True when a person is offered the duty, or another enforcement before it, not a first review of this one. */
async function isOfferedDuty(desk: Desk, enforcementId: string, who: StaffCaller): Promise<boolean> {
  const reviewedBefore = (await findOffer(desk.db, enforcementId, who.id)) !== undefined
  const offered = await offerNext(desk, who)
  if (offered === undefined) return false
  return (
    offered.id !== enforcementId || reviewedBefore || (await findOffer(desk.db, enforcementId, who.id)) === undefined
  )
}

async function refusable(act: () => Promise<string>): Promise<Outcome> {
  try {
    const how = await act()
    return how === 'released' || how === 'created'
      ? { done: true, enforcementId: undefined, how }
      : { done: false, why: how }
  } catch (error) {
    if (error instanceof DeskError || isRefused(error)) return { done: false, why: (error as Error).message }
    throw error
  }
}
