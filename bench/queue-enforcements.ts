import { setTimeout as pause } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import type { Pool } from '../src/foundation/database/db.ts'
import { BenchError } from './bench.ts'

const SUSPENDED_FOR_MS = 7 * 86_400_000
const LOOK_EVERY_MS = 250
/** The enforcements of one transaction: each is released while its verdict is fresh, also on a slow machine. */
const WRITTEN_TOGETHER = 500

export interface QueuedEnforcements {
  /** The accounts; each is the subject of one enforcement. */
  accounts: readonly string[]
  /** The staff ids of the proposers, who propose in turn. */
  proposers: readonly string[]
  /** The number of enforcements that were queued before. */
  earlier?: number
}

/**
 * Writes enforcements that are due now as the desk would, but without decisions and ledger entries: all at once, as
 * they would wait after an hour without a worker.
 */
export async function queueEnforcements(
  owner: Pool,
  { accounts, proposers, earlier = 0 }: QueuedEnforcements,
): Promise<void> {
  const client = await owner.connect()
  try {
    for (let from = 0; from < accounts.length; from += WRITTEN_TOGETHER)
      await writePart(client, accounts.slice(from, from + WRITTEN_TOGETHER), { proposers, from: earlier + from })
    // They are due together, once all of them are there.
    await client.query(`update job set due_at = desk_now() where kind = 'drive' and due_at = 'infinity'`)
  } finally {
    client.release()
  }
  await owner.query('analyze account, enforcement, verdict, subject_state, job')
}

async function writePart(
  client: PoolClient,
  accounts: readonly string[],
  { proposers, from }: { proposers: readonly string[]; from: number },
): Promise<void> {
  try {
    await client.query('begin')
    await client.query(
      `create temporary table queued on commit drop as
       select 'enf_q' || n + $3 as id, account, 'staff:' || ($2::text[])[1 + (n + $3) % cardinality($2::text[])] as proposer
       from unnest($1::text[]) with ordinality given(account, n)`,
      [accounts, proposers, from],
    )
    for (const statement of STATEMENTS) await client.query(statement)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const STATEMENTS = [
  // The accounts as the desk knows them when a person decides: read at the platform, with few followers and no tags.
  `insert into account (id, handle, display_name, reach, reach_counted, protected, source, facts_at)
   select account, account, account, 31, 31, false, 'platform', desk_now() from queued`,
  `insert into account_known (account_id, fact) select account, 'tags' from queued`,
  `insert into account_reach (account_id, day, reach) select account, (desk_now() at time zone 'UTC')::date, 31 from queued`,
  `insert into enforcement (id, subject, account_id, action, duration_ms, policy_id, source, proposed_by, reach, protected,
     moved_by, expires_at)
   select id, 'account:' || account, account, 'suspend', ${SUSPENDED_FOR_MS}, 'scam', 'person', proposer, 31, false, proposer,
     desk_now() + interval '4 hours'
   from queued`,
  `insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
   select id, 'clear', '{"approvals": [], "holdMs": 0, "confirmMs": null, "identify": false, "assessment": null}', '[]', '{}',
     jsonb_build_object('account', jsonb_build_object('id', account, 'tags', '[]'::jsonb, 'reach', 31, 'protected', false),
       'facts', '{}'::jsonb), sha256('bench')
   from queued`,
  `insert into subject_state (subject, generation) select 'account:' || account, 1 from queued`,
  `update enforcement set state = 'releasing', moved_by = proposer, released_at = desk_now(), generation = 1,
     ends_at = desk_now() + duration_ms * interval '1 ms'
   from queued where queued.id = enforcement.id`,
  // The desk stores the way back at the release, from the platform's answer of that moment.
  `update subject_state set baseline = up, desired = up || '{"visible": false, "mayPost": false}',
     reverts = jsonb_build_array(jsonb_build_object('desired', up,
       'at', to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
   from queued join enforcement on enforcement.id = queued.id,
     (select '{"visible": true, "spread": "full", "mayPost": true, "labels": []}'::jsonb as up) state
   where subject_state.subject = enforcement.subject`,
  `insert into job (kind, key, priority, due_at) select 'drive', 'account:' || account, 'effect', 'infinity' from queued`,
  `insert into job (kind, key, priority, due_at)
   select 'end', o.id, 'restore', o.ends_at from enforcement o join queued on queued.id = o.id`,
]

/** Counts the queued enforcements that are not carried out yet. */
export async function countQueued(owner: Pool): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*) as count from enforcement where state = 'releasing' and id like 'enf_q%'`,
  )
  return rows[0]?.count ?? 0
}

/** Waits until every queued enforcement is carried out. */
export async function waitForQueue(owner: Pool, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs
  for (;;) {
    const left = await countQueued(owner)
    if (left === 0) return
    if (performance.now() > until)
      throw new BenchError(`${left} enforcements were not carried out within ${withinMs} ms.`)
    await pause(LOOK_EVERY_MS)
  }
}
