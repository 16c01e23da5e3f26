import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../src/foundation/database/db.ts'
import type { Bench, BenchContext, Result } from './bench.ts'
import { startApi } from './desk-programs.ts'
import type { BenchDatabase } from './bench-desk.ts'
import type { LoadOutcome } from './load-plan.ts'
import { LANGUAGES, prepareOpenCases } from './open-cases.ts'
import { percentiles } from './percentile.ts'
import { VENDOR } from './queues.ts'
import { rateOf, runLoad } from './run-load.ts'

const REVIEWERS = [1, 8, 32] as const
/** One person holds at most two cases, so each connection acts for this many people in turn. */
const PEOPLE_PER_CONNECTION = 64
/** Claimed cases are closed at this interval, so that people hold no more cases than they would at a real desk. */
const CLOSE_EVERY_MS = 20
/** More claims than are being written at any one moment. */
const EVENTS_UNDER_WAY_MAX = 256
/** A rate that no person reaches, because a case takes a minute. */
const PACED_EVERY_MS = 250
const PACED_REVIEWERS = 32
const PACED = `claim-${PACED_REVIEWERS}-paced`
const FULL = { warmUpMs: 2_000, measureMs: 8_000 }
const QUICK = { warmUpMs: 1_000, measureMs: 2_000 }

export const claim: Bench = {
  names: [...REVIEWERS.map((reviewers) => `claim-${reviewers}`), PACED],
  title: 'the next case for a reviewer, from a million open ones',
  run: measureClaims,
}

async function measureClaims(context: BenchContext): Promise<Result[]> {
  const { ground, quick, say, wants } = context
  const { database, policiesDir, count } = await prepareOpenCases(context)
  const bare = await prepareBareCases(context, count)
  const tokens = await insertReviewers(database.owner)
  const api = await startApi(ground, database, { policiesDir })
  const results: Result[] = []
  const timing = quick ? QUICK : FULL
  const claims = { kind: 'claims', url: api.url, tokens } as const
  for (const connections of REVIEWERS) {
    const name = `claim-${connections}`
    if (!wants(name)) continue
    say(`${name}: ${connections} at a time …`)
    const limit = rateOf(await runLoad(`${name} (bare)`, { work: bareClaims(bare), connections, ...timing }))
    const plan = { work: claims, connections, ...timing }
    results.push(toResult(name, await whileClosing(database.owner, () => runLoad(name, plan)), limit))
  }
  if (wants(PACED)) {
    say(`${PACED}: ${PACED_REVIEWERS}, each every ${PACED_EVERY_MS} ms …`)
    const plan = { work: claims, connections: PACED_REVIEWERS, everyMs: PACED_EVERY_MS, ...timing }
    results.push(toResult(PACED, await whileClosing(database.owner, () => runLoad(PACED, plan)), null))
  }
  return results
}

const toResult = (name: string, outcome: LoadOutcome, limit: number | null): Result => ({
  name,
  value: rateOf(outcome),
  unit: 'claims/s',
  ...percentiles(outcome.samplesMs),
  limit,
})

const bareClaims = ({ url }: BenchDatabase) =>
  ({ kind: 'statement', databaseUrl: url, statement: BARE_CLAIM, name: 'claim' }) as const

const BARE_CLAIM = `
  update bare_case set claimed_until = clock_timestamp() + interval '10 minutes'
  where id = (select id from bare_case where claimed_until is null order by rank desc, id limit 1 for update skip locked)
  returning id`

async function prepareBareCases({ ground }: BenchContext, count: number): Promise<BenchDatabase> {
  const bare = await ground.makeDatabase('bench_bare_cases', 'none')
  await bare.owner.query(`
    create table bare_case (id bigint primary key, rank double precision not null, claimed_until timestamptz)`)
  await bare.owner.query('insert into bare_case select n, random(), null from generate_series(1, $1::integer) n', [
    count,
  ])
  await bare.owner.query('create index on bare_case (rank desc, id) where claimed_until is null')
  await ground.settle(bare)
  return bare
}

/**
 * The people on shift, by connection: each speaks two of the twelve languages, half are cleared for the safety queues,
 * one in five for protected accounts, and one in four works for the vendor. Returns their tokens.
 */
async function insertReviewers(owner: Pool): Promise<string[][]> {
  const connections = Math.max(...REVIEWERS)
  const people = connections * PEOPLE_PER_CONNECTION
  const tokens = Array.from({ length: people }, () => `cs_pat_${randomBytes(32).toString('base64url')}`)
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'))
  await owner.query(
    `insert into staff (id, pseudonym, name, roles, languages, clearances, employer, site, team)
     select 'staff_' || 1000 + n, 'reviewer-' || n, 'Invented ' || n, array['reviewer'],
       array[($2::text[])[1 + n % 12], ($2::text[])[1 + (n / 12) % 12]],
       case when n % 2 = 0 then array['safety'] else '{}' end || case when n % 10 < 2 then array['protected'] else '{}' end,
       case when n % 4 = 3 then $3 else 'Example' end, 'Dublin', 'team-' || n % 20
     from generate_series(1, $1::integer) n`,
    [people, [...LANGUAGES], VENDOR],
  )
  await owner.query(
    `insert into shift_event (staff_id, kind, planned_minutes)
     select 'staff_' || 1000 + n, 'start', 480 from generate_series(1, $1::integer) n`,
    [people],
  )
  await owner.query(
    `insert into staff_token (staff_id, label, secret_hash, expires_at)
     select 'staff_' || 1000 + n, 'bench', decode(hash, 'hex'), clock_timestamp() + interval '1 day'
     from unnest($1::text[]) with ordinality given(hash, n)`,
    [hashes],
  )
  await owner.query('analyze staff, shift_event, staff_token')
  // Adjacent people use different connections, so that each connection has people of all languages.
  return Array.from({ length: connections }, (_, place) => tokens.filter((_token, n) => n % connections === place))
}

/** Closes claimed cases repeatedly until the work is done. */
async function whileClosing(owner: Pool, work: () => Promise<LoadOutcome>): Promise<LoadOutcome> {
  const working = new AbortController()
  const [outcome] = await Promise.all([work().finally(() => working.abort()), closeHeld(owner, working.signal)])
  return outcome
}

/** Finds the claimed cases by their events, whose ids may have gaps where a few events are still being written. */
async function closeHeld(owner: Pool, signal: AbortSignal): Promise<void> {
  let seen = await findLastEvent(owner)
  while (!signal.aborted) {
    const last = await findLastEvent(owner)
    await owner.query(CLOSE_HELD, [seen - EVENTS_UNDER_WAY_MAX])
    seen = last
    await pause(CLOSE_EVERY_MS)
  }
}

const CLOSE_HELD = `
  update review_case set state = 'closed', closed_at = desk_now(), claimed_by = null, claimed_at = null, claimed_until = null
  where claimed_by is not null
    and id in (select case_id from case_event where id > $1::bigint and kind = 'claimed')`

async function findLastEvent(owner: Pool): Promise<number> {
  const { rows } = await owner.query<{ id: number }>('select max(id) as id from case_event')
  return rows[0]?.id ?? 0
}
