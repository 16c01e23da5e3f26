import type { Pool } from '../src/foundation/database/db.ts'
import { givenKey, givenStaff } from '../test/support/people.ts'
import type { BenchContext } from './bench.ts'
import type { BenchDatabase } from './bench-desk.ts'
import { type QueueEntry, writePolicies } from './queues.ts'

const CASES = 1_000_000
const CASES_QUICK = 100_000
const CASES_PER_ACCOUNT = 5

/** Twelve languages, from the most to the least frequent; every tenth case has none. */
export const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'ar', 'ja', 'hi', 'id', 'tr', 'pl', 'nl'] as const

export interface OpenCases {
  database: BenchDatabase
  policiesDir: string
  /** The clearances that any of the cases requires. */
  clearances: readonly string[]
  count: number
}

/** A database with the waiting cases of a large platform, created once for all benches that use it. */
export const prepareOpenCases = (context: BenchContext): Promise<OpenCases> =>
  context.ground.once('open cases', async () => {
    const { ground, quick, say } = context
    const count = quick ? CASES_QUICK : CASES
    say(`making ${count} open cases …`)
    const database = await ground.makeDatabase('bench_cases', 'desk')
    const { policiesDir, queues } = writePolicies(ground.folder)
    const { id: keyId } = await givenKey(database.db, ['report'])
    await insertOpenCases(database.owner, { count, queues, keyId })
    await ground.settle(database)
    const asked = queues.flatMap((queue) => queue.clearances)
    return { database, policiesDir, clearances: [...new Set([...asked, 'protected'])], count }
  })

/** Creates this many people on shift who may open any case. */
export const givenReaders = (
  { database, clearances }: OpenCases,
  people: number,
): Promise<readonly { id: string; token: string }[]> =>
  Promise.all(
    Array.from({ length: people }, () => givenStaff(database.db, { onShift: true, languages: [], clearances })),
  )

/**
 * Writes accounts, contents, cases and one report on each as the desk would, but without ledger entries. It writes as
 * the owner, one table at a time, because a million reports over HTTP would take longer than all measurements.
 */
async function insertOpenCases(
  owner: Pool,
  { count, queues, keyId }: { count: number; queues: readonly QueueEntry[]; keyId: string },
): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query('select setseed(0.2017)')
    await client.query(PLAN_CASES, [
      count,
      count / CASES_PER_ACCOUNT,
      [...LANGUAGES],
      queues.map(({ id }) => id),
      queues.map(({ clearances }) => clearances.join(' ')),
      queues.map(({ employer }) => employer ?? null),
    ])
    for (const statement of INSERTS) await client.query(statement.replaceAll('$key', client.escapeLiteral(keyId)))
  } finally {
    client.release()
  }
}

/**
 * The properties of each case. Queues and languages are as uneven as on platforms: the square and the cube of a random
 * number make the first the largest. Severe cases are the fewest.
 */
const PLAN_CASES = `
  create temporary table plan as
  select n, 'a' || 1 + n % $2::integer as account_id,
    case when n % 10 < 7 then 'content:t' || n else 'account:a' || n end as subject, n % 10 < 7 as is_content,
    ($4::text[])[queue] as queue, string_to_array(($5::text[])[queue], ' ') as clearances,
    ($6::text[])[queue] as employer,
    case when n % 10 = 9 then null else ($3::text[])[1 + floor(12 * power(random(), 3))::integer] end as language,
    (array['NOT_SPECIFIED_NOTICE', 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'SCAMS_AND_FRAUD', 'VIOLENCE', 'SELF_HARM'])[severity]
      as category, severity, clock_timestamp() - random() * interval '40 hours' as opened_at
  from (
    select n, 1 + floor(cardinality($4::text[]) * power(random(), 2))::integer as queue,
      1 + floor(5 * power(random(), 2))::integer as severity
    from generate_series(1, $1::integer) n) drawn`

const INSERTS = [
  `insert into account (id, handle, display_name, verified, account_created_at, reach, reach_counted, protected, source, facts_at)
   select id, id, 'Somebody ' || id, false, timestamptz '2020-01-01', reach, reach, reach >= 100000, 'platform', clock_timestamp()
   from (select account_id as id, floor(20 / power(random() + 0.000001, 1.2))::bigint as reach from (
     select distinct account_id from plan union select 'a' || n from plan where not is_content) accounts) drawn`,
  `insert into account_reach (account_id, day, reach) select id, current_date, reach from account`,
  `insert into account_known (account_id, fact) select id, 'tags' from account`,
  `insert into account_lookalike (account_id, handle_skeleton, name_skeleton, reach)
   select id, translate(id, '01', 'ol'), 'sornebody' || translate(id, '01', 'ol'), reach from account`,
  `insert into content (id, account_id, kind, text, language, content_created_at, source, facts_at)
   select 't' || n, account_id, 'post', 'A post of some length about ' || category, language, opened_at, 'platform', opened_at
   from plan where is_content`,
  // First the partitions, then every case with its partition and rank, in the order that reports arriving together are
  // placed.
  `create temporary table placed as
   select plan.*, account.id as known_account, account.protected, reach_class(account.reach_counted, false) as reach_class,
     array['reviewer', 'senior', 'lead'] as roles, partition_clearances(clearances, '{}') as asked,
     is_severe(severity) as severe, case_precedence(category, severity, reporter_weight(0, 0), 1) as precedence
   from plan join account on account.id = case when is_content then account_id else 'a' || n end`,
  `select find_partition(language, '{}', roles, asked, employer, null, protected, severe, precedence)
   from (select distinct language, roles, asked, employer, protected, severe, precedence from placed) different`,
  `insert into review_case (id, subject, account_id, queue, category, language, clearances, employer, severity, reach_class,
     reporter_weight, report_count, reporter_count, reported_at, opened_at, due_at, partition_id, precedence, rank)
   select 'case_' || n, subject, known_account, queue, category, placed.language, placed.clearances, placed.employer, severity,
     reach_class, reporter_weight(0, 0), 1, 1, opened_at, opened_at, opened_at + interval '72 hours', case_partition.id, placed.precedence,
     case_rank(severity, reach_class, reporter_weight(0, 0), 0, opened_at)
   from placed join case_partition
     on case_partition.key = case_partition_key(placed.language, '{}', placed.roles, asked, placed.employer, null, placed.protected, placed.severe, placed.precedence)`,
  `insert into case_event (case_id, kind, by, at) select 'case_' || n, 'opened', 'key:' || $key, opened_at from plan`,
  `insert into case_reporter (case_id, reporter_id) select 'case_' || n, 'p-' || n from plan`,
  `insert into report_key (key_id, client_id, body_hash, report_id, case_id, received_at)
   select $key, 'n-' || n, sha256(n::text::bytea), 'rep_' || n, 'case_' || n, opened_at from plan`,
  `insert into report (id, received_at, key_id, client_id, case_id, subject, ground, category, comment, language, reporter_id,
     reported_at)
   select 'rep_' || n, opened_at, $key, 'n-' || n, 'case_' || n, subject, 'terms', category, 'Please look at this, it is ' || category,
     language, 'p-' || n, opened_at
   from plan`,
  `select setval('review_case_seq', max(n)), setval('report_seq', max(n)) from plan`,
  `drop table plan, placed`,
]
