import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import * as kitContact from '../../platform-kit/src/contact.ts'
import { HOLD_MS_MAX as KIT_HOLD_MS_MAX } from '../../platform-kit/src/hold-taking-offline.ts'
import { ALONE_A_DAY, ALONE_GROUNDS, UNCONFIRMED_MS_MAX } from '../../platform-kit/src/judge-alone.ts'
import { sumStoodMs } from '../../platform-kit/src/judge-interim.ts'
import { INTERIM_WEEK_MS, MUTES, TAKES_OFFLINE } from '../../platform-kit/src/judge-taking.ts'
import * as kitProfile from '../../platform-kit/src/read-profile.ts'
import * as kitRelated from '../../platform-kit/src/related-accounts.ts'
import { TOLERANCE_MS } from '../../platform-kit/src/signature.ts'
import * as kitThread from '../../platform-kit/src/thread.ts'
import { SAYS_CHARS_MAX } from '../../src/admin/change/wanted.ts'
import { TOLD_AHEAD_MS } from '../../src/admin/offboarding/give-notice.ts'
import { WINDOW_DAYS_MAX } from '../../src/admin/protections/election-window.ts'
import { EFFECTIVE_DAYS_MAX } from '../../src/admin/rule-sets/versions/succession.ts'
import { ALERT_CHARS_MAX } from '../../src/alerts/alert.ts'
import { STREAM_BYTES_MAX } from '../../src/cases/accounts/facts-body.ts'
import { FACTS_AGE_MAX_MS } from '../../src/cases/accounts/fetch-facts.ts'
import { NAME_CHARS_MAX, POSTS_MAX, TEXT_CHARS_MAX } from '../../src/connectors/webhook/read-account.ts'
import { EMAIL_CHARS_MAX } from '../../src/connectors/webhook/read-contact.ts'
import { RELATED_MAX, SIGNALS_MAX } from '../../src/connectors/webhook/read-related.ts'
import { MESSAGES_MAX, PLACES_MAX } from '../../src/connectors/webhook/read-thread.ts'
import { HOLD_MS_MAX } from '../../src/enforcement/effect/await-hold.ts'
import { EXTENSION_MS, FREEZE_MS } from '../../src/enforcement/limits/freeze.ts'
import { HIDDEN_ALONE_MS } from '../../src/enforcement/propose/propose.ts'
import { RESUBMITTED_WITHIN_MS } from '../../src/enforcement/propose/resubmit-enforcement.ts'
import { BULK_ENFORCEMENTS_MAX } from '../../src/enforcement/restore/restore-rule.ts'
import { PREFIX_BITS } from '../../src/foundation/bounds/network-address.ts'
import { VERSION_CHARS_MAX } from '../../src/foundation/connector/connector.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { ACTIONS, CONTENT_GROUNDS } from '../../src/foundation/domain.ts'
import { DAY_MS, DURATION_MS_MAX, MINUTE_MS } from '../../src/foundation/durations.ts'
import { MESSAGE_CHARS_MAX } from '../../src/foundation/messages/stored-text.ts'
import { SHIFT_MINUTES_MAX } from '../../src/people/shifts/shifts.ts'
import { ACTION_RULES } from '../../src/policy/requirements/action-order.ts'
import { HIGH_REACH } from '../../src/policy/requirements/protected.ts'
import { PEOPLE_MAX, WAIT_MAX_MS } from '../../src/policy/requirements/require-block.ts'
import { REVIEW_DAYS_MAX } from '../../src/review/exceptions/agree-exception.ts'
import { STORED_BYTES_A_DAY_MAX, STORED_BYTES_MAX } from '../../src/review/profile/shown-evidence.ts'
import { freshDatabase } from '../support/fresh-database.ts'

test('desk and platform-kit agree on the sizes of optional reads', () => {
  const sizes = {
    ...{ NAME_CHARS_MAX, POSTS_MAX, TEXT_CHARS_MAX, MESSAGES_MAX, PLACES_MAX },
    ...{ RELATED_MAX, SIGNALS_MAX, EMAIL_CHARS_MAX },
  }
  assert.deepEqual(sizes, {
    NAME_CHARS_MAX: kitProfile.NAME_CHARS_MAX,
    POSTS_MAX: kitProfile.POSTS_MAX,
    TEXT_CHARS_MAX: kitProfile.TEXT_CHARS_MAX,
    MESSAGES_MAX: kitThread.MESSAGES_MAX,
    PLACES_MAX: kitThread.PLACES_MAX,
    RELATED_MAX: kitRelated.RELATED_MAX,
    SIGNALS_MAX: kitRelated.SIGNALS_MAX,
    EMAIL_CHARS_MAX: kitContact.EMAIL_CHARS_MAX,
  })
})

/** PostgreSQL writes jsonb with a space after each comma and colon. */
const AS_JSONB = 1.5

/** The bounds that SQL keeps inside a function or a check, each with the one place where it says so. */
const BOUNDS: readonly { name: string; value: number; says: RegExp }[] = [
  { name: 'FREEZE_MS', value: FREEZE_MS, says: /new\.until > new\.at \+ interval '([^']+)'/ },
  { name: 'EXTENSION_MS', value: EXTENSION_MS, says: /new\.until > desk_now\(\) \+ interval '([^']+)'/ },
  { name: 'TOLD_AHEAD_MS', value: TOLD_AHEAD_MS, says: /at_end >= desk_now\(\) \+ interval '([^']+)'/ },
  {
    name: 'RESUBMITTED_WITHIN_MS',
    value: RESUBMITTED_WITHIN_MS,
    says: /before\.moved_at > desk_now\(\) - interval '([^']+)'/,
  },
  { name: 'FACTS_AGE_MAX_MS', value: FACTS_AGE_MAX_MS, says: /fresh_for constant interval := '([^']+)'/ },
  { name: 'HOLD_MS_MAX', value: HOLD_MS_MAX, says: /platform_holds_for constant interval := '([^']+)'/ },
  {
    name: 'WINDOW_DAYS_MAX',
    value: WINDOW_DAYS_MAX * DAY_MS,
    says: /'until'\)::timestamptz <= desk_now\(\) \+ interval '([^']+)'/,
  },
  {
    name: 'EFFECTIVE_DAYS_MAX',
    value: EFFECTIVE_DAYS_MAX * DAY_MS,
    says: /effective_at <= \(adopted_at \+ '([^']+)'::interval/,
  },
  { name: 'BULK_ENFORCEMENTS_MAX', value: BULK_ENFORCEMENTS_MAX, says: /new\.enforcement_count > (\d+)/ },
  { name: 'HIDDEN_ALONE_MS', value: HIDDEN_ALONE_MS, says: /coalesce\(new\.duration_ms <= (\d+), false\)/ },
  { name: 'ALONE_A_DAY', value: ALONE_A_DAY, says: /greatest\(0, (\d+) - irreversible_harm_used\(/ },
  { name: 'HIGH_REACH', value: HIGH_REACH, says: /unknown_reach constant bigint := (\d+)/ },
  { name: 'HIGH_REACH', value: HIGH_REACH, says: /judged ->> 'reach'\)::numeric >= (\d+)/ },
  { name: 'INTERIM_WEEK_MS', value: INTERIM_WEEK_MS, says: /day_ms constant bigint := (\d+)/ },
  { name: 'WAIT_MAX_MS', value: WAIT_MAX_MS, says: /enforcement_hold_ms_check .* <= '?(\d+)/ },
  { name: 'WAIT_MAX_MS', value: WAIT_MAX_MS, says: /enforcement_confirm_ms_check .* <= '?(\d+)/ },
  { name: 'WAIT_MAX_MS', value: WAIT_MAX_MS, says: /protection_hold_ms_check .* <= '?(\d+)/ },
  { name: 'PEOPLE_MAX', value: PEOPLE_MAX, says: /protection_approvals_check .* <= (\d+)/ },
  { name: 'MINUTE_MS', value: MINUTE_MS, says: /enforcement_duration_ms_check .*?>= '?(\d+)/ },
  { name: 'DURATION_MS_MAX', value: DURATION_MS_MAX, says: /enforcement_duration_ms_check .* <= '?(\d+)/ },
  { name: 'SHIFT_MINUTES_MAX', value: SHIFT_MINUTES_MAX, says: /shift_event_planned_minutes_check .* <= (\d+)/ },
  { name: 'PREFIX_BITS', value: PREFIX_BITS[4], says: /session_device_network_check [\s\S]*WHEN 4 THEN (\d+)/ },
  { name: 'PREFIX_BITS', value: PREFIX_BITS[6], says: /session_device_network_check [\s\S]*ELSE (\d+)/ },
  { name: 'ALERT_CHARS_MAX', value: ALERT_CHARS_MAX, says: /alert_why_check .* <= (\d+)/ },
  { name: 'SAYS_CHARS_MAX', value: SAYS_CHARS_MAX, says: /desk_change_says_check .* <= (\d+)/ },
  { name: 'MESSAGE_CHARS_MAX', value: MESSAGE_CHARS_MAX * AS_JSONB, says: /alert_message_check .* <= (\d+)/ },
  { name: 'MESSAGE_CHARS_MAX', value: MESSAGE_CHARS_MAX * AS_JSONB, says: /desk_change_message_check .* <= (\d+)/ },
  { name: 'STORED_BYTES_MAX', value: STORED_BYTES_MAX, says: /shown_thread_body_check .* <= (\d+)/ },
  {
    name: 'STORED_BYTES_A_DAY_MAX',
    value: STORED_BYTES_A_DAY_MAX,
    says: /shown_storage_bytes_check .* <= (\d+)/,
  },
  { name: 'VERSION_CHARS_MAX', value: VERSION_CHARS_MAX, says: /^content_version_check .* <= (\d+)/ },
  { name: 'VERSION_CHARS_MAX', value: VERSION_CHARS_MAX, says: /enforcement_content_version_check .* <= (\d+)/ },
  { name: 'VERSION_CHARS_MAX', value: VERSION_CHARS_MAX, says: /subject_state_seen_version_check .* <= (\d+)/ },
  { name: 'STREAM_BYTES_MAX', value: STREAM_BYTES_MAX, says: /content_media_stream_check .* <= '?(\d+)/ },
  { name: 'REVIEW_DAYS_MAX', value: REVIEW_DAYS_MAX * DAY_MS, says: /review_by <= \(agreed_at \+ '([^']+)'::interval/ },
]

async function readSources(owner: Pool): Promise<string[]> {
  const { rows } = await owner.query<{ source: string }>(sql`
    select prosrc as source from pg_proc where pronamespace = 'public'::regnamespace and prosrc <> ''
    union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace and contype = 'c'`)
  return rows.map(({ source }) => source)
}

test('SQL and TypeScript agree on every limit', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const sources = await readSources(ownerPool)
  const found = BOUNDS.map(({ name, value, says }) => {
    const matches = sources.flatMap((source) => says.exec(source)?.[1] ?? [])
    assert.equal(matches.length, 1, `${name} stands in ${matches.length} places of SQL`)
    return { name, value, text: matches[0] ?? '' }
  })
  const { rows } = await ownerPool.query<{ value: number }>(sql`
    select case when text ~ '^[0-9]+$' then text::numeric
      else extract(epoch from text::interval) * 1000 end::bigint as value
    from unnest(${found.map(({ text }) => text)}::text[]) with ordinality as given (text, place) order by place`)
  for (const [place, { name, value }] of found.entries()) assert.equal(rows[place]?.value, value, name)
  const { rows: limits } = await ownerPool.query(sql`select unconfirmed_limit_ms('nobody') as ms`)
  assert.deepEqual(limits, [{ ms: UNCONFIRMED_MS_MAX }])
})

test('platform-kit and the desk agree on actions and grounds', () => {
  const losing = (loss: 'view' | 'posting') => ACTIONS.filter((action) => ACTION_RULES[action].losses.includes(loss))
  assert.deepEqual(TAKES_OFFLINE, losing('view'))
  assert.deepEqual(MUTES, losing('posting'))
  assert.deepEqual([...ALONE_GROUNDS].sort(), [...CONTENT_GROUNDS].sort())
  assert.equal(KIT_HOLD_MS_MAX + TOLERANCE_MS, HOLD_MS_MAX)
})

const SEED = 20_260_504
const SUBJECTS = 120
const NOW = new Date('2026-05-04T09:00:00Z')
const at = (ms: number): Date => new Date(NOW.getTime() + ms)

/** Interim measures on one subject, by their age and length; some still last. */
const measures = fc.array(
  fc.record({ agoMs: fc.integer({ min: 1, max: 8 * DAY_MS }), forMs: fc.integer({ min: 1, max: 2 * DAY_MS }) }),
  { minLength: 1, maxLength: 5 },
)

test('SQL and platform-kit agree on the time of interim measures', async (t) => {
  const { ownerPool, setClock } = await freshDatabase(t, { driven: true })
  await setClock(NOW)
  const sampled = fc.sample(measures, { numRuns: SUBJECTS, seed: SEED })
  const rows = sampled.flatMap((taken, subject) =>
    taken.map(({ agoMs, forMs }, place) => ({
      ...{ id: `enf_${subject}-${place}`, subject: `account:${subject}`, since: at(-agoMs) },
      until: forMs < agoMs ? at(forMs - agoMs) : null,
    })),
  )
  await ownerPool.query('alter table enforcement disable trigger user')
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) given (id text, subject text, since timestamptz, until timestamptz)`
  await ownerPool.query(sql`
    insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at, proposed_at, interim)
    select id, subject, 'lock', 'spam', 'person', 'desk', true, 'desk', since, since, true from ${given}`)
  await ownerPool.query(sql`
    insert into enforcement_move (enforcement_id, to_state, by, at) select id, 'releasing', 'desk', since from ${given}
    union all select id, 'restoring', 'desk', until from ${given} where until is not null`)
  const { rows: inSql } = await ownerPool.query(sql`
    select interim_ms_used('account:' || place) as ms from generate_series(0, ${SUBJECTS - 1}::integer) place`)
  const inKit = sampled.map((taken) => {
    const stood = taken.map(({ agoMs, forMs }) => ({
      ...{ enforcement: '', sinceMs: NOW.getTime() - agoMs, untilMs: NOW.getTime() - Math.max(0, agoMs - forMs) },
    }))
    return { ms: sumStoodMs(stood, NOW.getTime()) }
  })
  assert.deepEqual(inSql, inKit)
})
