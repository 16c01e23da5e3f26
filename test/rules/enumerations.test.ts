import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { KEY_SCOPES as CONSOLE_KEY_SCOPES, ROLES as CONSOLE_ROLES } from '../../console/src/api/choices.ts'
import consoleQueue from '../../messages/en/console/queue.json' with { type: 'json' }
import { CHANGE_SENTENCES } from '../../src/admin/change/answer-rights.ts'
import { CHANGE_STATES } from '../../src/admin/change/change-state.ts'
import { CHANGE_KINDS, DIRECTIONS } from '../../src/admin/change/wanted.ts'
import { ERASABLE_PERSONS } from '../../src/admin/erasure/erasure-queries.ts'
import { PAUSE_REFUSALS } from '../../src/admin/misuse/describe-pause.ts'
import { NOTICE_KINDS } from '../../src/admin/offboarding/give-notice.ts'
import { BULK_ACTION_STATES } from '../../src/bulk/actions/bulk-action-queries.ts'
import { SENTENCES as BULK_ACTION_SENTENCES } from '../../src/bulk/actions/find-refusal.ts'
import { ACT_GROUNDS, ORDER_ACTS, ORDER_OUTCOMES } from '../../src/cases/authority/order-acts/act-body.ts'
import { ORDER_ACT_REFUSALS } from '../../src/cases/authority/order-acts/act-on-order.ts'
import { VERIFICATIONS } from '../../src/cases/authority/order-acts/order-terms.ts'
import { DOCUMENT_TYPES, ORDER_KINDS } from '../../src/cases/authority/order-body.ts'
import { CLOCK_ENDS } from '../../src/cases/legal-clocks/clock-queries.ts'
import { WARNING_REFUSALS } from '../../src/cases/misuse/decide-measure.ts'
import { MARK_REFUSALS } from '../../src/cases/misuse/mark-misuse.ts'
import { GRAVITIES, INTENTS, MARKED_KINDS, MISUSE_CAUSES } from '../../src/cases/misuse/misuse-queries.ts'
import { OPENING_SOURCES } from '../../src/cases/openings/opening-queries.ts'
import { REFERRAL_KINDS } from '../../src/cases/referrals/referral-queries.ts'
import { SNOOZE_REFUSALS } from '../../src/cases/snoozes/snooze-case.ts'
import { APPROVAL_SENTENCES } from '../../src/enforcement/approvers/answer-rights.ts'
import { APPEAL_ENDS } from '../../src/enforcement/end/end-appeals.ts'
import { ASK_SENTENCES } from '../../src/enforcement/offer/may-ask.ts'
import { HIJACK_SENTENCES } from '../../src/enforcement/present/format-interim.ts'
import { LOSS_KINDS } from '../../src/enforcement/recovery/recovery-queries.ts'
import { SETTLEMENT_OUTCOMES } from '../../src/enforcement/settlements/settlement-queries.ts'
import { COUNTER_NOTICE_STATES, DELIVERIES, LETTER_ENDS } from '../../src/enforcement/statements/statement-queries.ts'
import { ACTS } from '../../src/foundation/acts.ts'
import * as domain from '../../src/foundation/domain.ts'
import { JOB_KINDS, JOB_PRIORITIES } from '../../src/foundation/jobs.ts'
import { CHANNEL_KINDS, TAKES } from '../../src/oversight/notifications/channel.ts'
import { CHOSEN_TEXTS } from '../../src/oversight/transparency/statement/to-dsa-statement.ts'
import { SUBMISSION_STATES } from '../../src/oversight/transparency/submission/submission-queries.ts'
import { TURNS } from '../../src/people/shifts/rota.ts'
import { DEEDS, MODES } from '../../src/policy/automation/automation-file.ts'
import { BUDGETED } from '../../src/policy/budgets/budgets-file.ts'
import { COUNTED } from '../../src/policy/budgets/spent.ts'
import { CONSUMER_KINDS, STATEMENT_KINDS } from '../../src/policy/notices/variables.ts'
import { ACTION_RULES } from '../../src/policy/requirements/action-order.ts'
import { PUBLIC_INTEREST_TAGS } from '../../src/policy/requirements/protected.ts'
import { RULE_SETS } from '../../src/policy/rule-sets.ts'
import { VIEW_KINDS } from '../../src/policy/stage/view.ts'
import { CASE_EVENT_KINDS } from '../../src/review/case/case-event-queries.ts'
import { COUNTER_NOTICE_REFUSALS } from '../../src/review/public/counter-notices/counter-notice-routes.ts'
import { readCatalogue } from '../messages/read-catalogue.ts'
import { freshDatabase } from '../support/fresh-database.ts'

/** Each list of words, with the checks in SQL that know the same words. */
const LISTS: Record<string, { words: readonly string[]; checks: readonly string[] }> = {
  MISUSE_CAUSES: { words: MISUSE_CAUSES, checks: ['misuse_mark_cause_check', 'misuse_measure_cause_check'] },
  MARKED_KINDS: { words: MARKED_KINDS, checks: ['misuse_mark_about_kind_check'] },
  GRAVITIES: { words: GRAVITIES, checks: ['misuse_mark_gravity_check'] },
  INTENTS: { words: INTENTS, checks: ['misuse_mark_intent_check'] },
  ENFORCEMENT_STATES: { words: domain.ENFORCEMENT_STATES, checks: ['enforcement_state_check'] },
  ACTIONS: { words: domain.ACTIONS, checks: ['enforcement_action_check', 'action_denial_actions_check'] },
  REVIEWING_ROLES: { words: domain.REVIEWING_ROLES, checks: ['action_denial_role_check'] },
  ENFORCEMENT_SOURCES: { words: domain.ENFORCEMENT_SOURCES, checks: ['enforcement_source_check'] },
  ACTING_GROUNDS: { words: domain.ACTING_GROUNDS, checks: ['enforcement_ground_check'] },
  ANSWERS: { words: domain.ANSWERS, checks: ['approval_answer_check'] },
  RESTORE_CAUSES: { words: domain.RESTORE_CAUSES, checks: ['enforcement_restore_cause_check'] },
  GROUNDS: { words: domain.GROUNDS, checks: ['report_ground_check'] },
  EVIDENCE_CLASSES: { words: domain.EVIDENCE_CLASSES, checks: ['content_media_class_check', 'evidence_class_check'] },
  MEDIA_KINDS: { words: domain.MEDIA_KINDS, checks: ['content_media_kind_check'] },
  ROLES: { words: domain.ROLES, checks: ['staff_roles_check', 'alert_to_role_check', 'directory_role_role_check'] },
  ORGANISATIONS: { words: domain.ORGANISATIONS, checks: ['desk_profile_organisation_check'] },
  KEY_SCOPES: { words: domain.KEY_SCOPES, checks: ['api_key_scopes_check'] },
  OPENING_SOURCES: { words: OPENING_SOURCES, checks: ['case_opening_source_check'] },
  CONCLUSIONS: { words: domain.CONCLUSIONS, checks: ['decision_conclusion_check'] },
  ESCALATION_QUEUES: { words: domain.ESCALATION_QUEUES, checks: ['decision_escalated_to_check'] },
  URGENCIES: { words: domain.URGENCIES, checks: ['decision_urgency_check', 'case_escalation_urgency_check'] },
  CHANGE_STATES: { words: CHANGE_STATES, checks: ['desk_change_state_check'] },
  CHANGE_KINDS: { words: CHANGE_KINDS, checks: ['desk_change_kind_check'] },
  DIRECTIONS: { words: DIRECTIONS, checks: ['desk_change_direction_check'] },
  SUBMISSION_STATES: { words: SUBMISSION_STATES, checks: ['dsa_submission_state_check'] },
  CHOSEN_TEXTS: { words: CHOSEN_TEXTS, checks: ['dsa_review_texts_check'] },
  STATEMENT_KINDS: { words: STATEMENT_KINDS, checks: ['statement_kind_check'] },
  CONSUMER_KINDS: { words: CONSUMER_KINDS, checks: ['consumer_notice_kind_check'] },
  DELIVERIES: { words: DELIVERIES, checks: ['statement_delivery_check'] },
  RULE_SETS: { words: RULE_SETS, checks: ['rule_set_version_name_check'] },
  BULK_ACTION_STATES: { words: BULK_ACTION_STATES, checks: ['bulk_action_state_check'] },
  ACTS: { words: ACTS, checks: ['signing_act_check'] },
  JOB_KINDS: { words: JOB_KINDS, checks: ['job_kind_check'] },
  'ACTIONS but warn': {
    words: domain.ACTIONS.filter((action) => action !== 'warn'),
    checks: ['bulk_action_action_check', 'standing_restriction_action_check'],
  },
  CHANNEL_KINDS: { words: ['configured', ...CHANNEL_KINDS], checks: ['channel_kind_check'] },
  'BUDGETED and reviewer': { words: ['reviewer', ...BUDGETED], checks: ['spent_total_kind_check'] },
  JOB_PRIORITIES: { words: JOB_PRIORITIES, checks: ['job_priority_check'] },
  BUDGETED: { words: BUDGETED, checks: ['breaker_kind_check'] },
  CASE_EVENT_KINDS: { words: CASE_EVENT_KINDS, checks: ['case_event_kind_check'] },
  VIEW_KINDS: { words: VIEW_KINDS, checks: ['staff_view_kind_check'] },
  TURNS: { words: TURNS, checks: ['rota_entry_turn_check'] },
  NOTICE_KINDS: { words: NOTICE_KINDS, checks: ['staff_notice_kind_check'] },
  SETTLEMENT_OUTCOMES: { words: SETTLEMENT_OUTCOMES, checks: ['appeal_settlement_outcome_check'] },
  REFERRAL_KINDS: { words: REFERRAL_KINDS, checks: ['referral_kind_check'] },
  TAKES: { words: TAKES, checks: ['channel_takes_check'] },
  ORDER_KINDS: { words: ORDER_KINDS, checks: ['authority_order_kind_check'] },
  ORDER_ACTS: { words: ORDER_ACTS, checks: ['authority_order_act_kind_check'] },
  ORDER_OUTCOMES: { words: ORDER_OUTCOMES, checks: ['authority_order_act_outcome_check'] },
  ACT_GROUNDS: { words: ACT_GROUNDS, checks: ['authority_order_act_ground_check'] },
  VERIFICATIONS: { words: VERIFICATIONS, checks: ['authority_order_terms_verified_check'] },
  CLOCK_ENDS: { words: CLOCK_ENDS, checks: ['legal_clock_how_check'] },
  DOCUMENT_TYPES: { words: DOCUMENT_TYPES, checks: ['authority_order_document_media_type_check'] },
  COUNTER_NOTICE_STATES: { words: COUNTER_NOTICE_STATES, checks: ['counter_notice_state_check'] },
  LETTER_ENDS: { words: LETTER_ENDS, checks: ['statement_letter_given_up_for_check'] },
  APPEAL_ENDS: { words: ['open', ...APPEAL_ENDS], checks: ['appeal_state_check'] },
  MODES: { words: MODES, checks: ['automation_run_mode_check'] },
  DEEDS: { words: DEEDS, checks: ['automation_run_does_check'] },
  LOSS_KINDS: { words: LOSS_KINDS, checks: ['database_loss_kind_check'] },
  ERASABLE_PERSONS: { words: ERASABLE_PERSONS, checks: ['person_erasure_person_check'] },
}

/** Checks of short lists that TypeScript has as a union of words and never as a list. */
const OF_TYPES: readonly string[] = [
  'account_known_fact_check',
  'appeal_conclusion_conclusion_check',
  'appeal_side_check',
  'statement_letter_address_of_check',
  'automation_run_outcome_check',
  'stop_alarm_kind_check',
  'bulk_restore_by_kind_check',
  'bulk_restore_item_outcome_check',
  'bulk_action_item_expected_check',
  'bulk_action_item_outcome_check',
  'bulk_action_sample_conclusion_check',
  'case_snooze_how_check',
  'ceremony_kind_check',
  'change_answer_answer_check',
  'database_mark_kind_check',
  'decision_standing_check',
  'delivery_kind_check',
  'desk_key_kind_check',
  'directory_role_source_check',
  'drill_run_scenario_check',
  'key_recovery_how_check',
  'key_window_why_check',
  'correspondent_language_check',
  'counter_notice_referred_for_check',
  'letter_kind_check',
  'misuse_appeal_state_check',
  'misuse_measure_end_cause_check',
  'misuse_measure_kind_check',
  'misuse_sender_kind_check',
  'notice_language_check',
  'notice_outcome_check',
  'enforcement_offer_own_conclusion_check',
  'enforcement_party_how_check',
  'alert_tier_check',
  'power_removal_what_check',
  'restore_ask_cause_check',
  'retention_place_sweep_check',
  'review_case_state_check',
  'qa_sample_why_check',
  'shift_event_kind_check',
  'signal_kind_check',
  'staff_employment_check',
  'staff_restriction_cause_check',
  'verdict_outcome_check',
  'drift_answer_check',
  'drift_kind_check',
  'drift_reading_visit_check',
]

const sorted = (words: Iterable<string>): string[] => [...new Set(words)].sort()

test('SQL and TypeScript agree on the lists of words', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ name: string; says: string }>(sql`
    select conname as name, pg_get_constraintdef(oid) as says from pg_constraint
    where conname = any (${Object.values(LISTS).flatMap(({ checks }) => checks)}) and conparentid = 0`)
  for (const [list, { words, checks }] of Object.entries(LISTS)) {
    for (const check of checks) {
      const says = rows.find(({ name }) => name === check)?.says
      assert.ok(says, `SQL has no check ${check}`)
      assert.deepEqual(sorted([...says.matchAll(/'([^']+)'::text/g)].map(([, word = '']) => word)), sorted(words), list)
    }
  }
  const { rows: tags } = await ownerPool.query(sql`select protective_tags() as tags`)
  assert.deepEqual(tags, [{ tags: [...PUBLIC_INTEREST_TAGS] }])
  const named = [...readCatalogue('en', ['console']).keys()].filter((key) => key.startsWith('account.tags.'))
  assert.deepEqual(
    named,
    [...PUBLIC_INTEREST_TAGS].map((tag) => `account.tags.${tag}`),
    'the console names each of them',
  )
  const { rows: places } = await ownerPool.query(sql`
    select action, spent_place(action) as place from unnest(${[...COUNTED, 'decision']}::text[]) action`)
  assert.deepEqual(
    places,
    [...COUNTED, 'decision'].map((action, place) => ({ action, place: place + 1 })),
  )
})

/** A check that is nothing but a list of words for one column. */
const IS_LIST = String.raw`^CHECK \(\(\w+ (= ANY|<@) \(*ARRAY\[`

test('SQL and TypeScript agree on unions of words', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ name: string }>(sql`
    select conname as name from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace and conparentid = 0 and pg_get_constraintdef(oid) ~ ${IS_LIST}`)
  const compared = Object.values(LISTS).flatMap(({ checks }) => checks)
  assert.deepEqual(sorted(rows.map(({ name }) => name).filter((name) => !compared.includes(name))), sorted(OF_TYPES))
})

const HAS_NO_END = String.raw`action <> ALL .* OR \(duration_ms IS NULL`

test('SQL and TypeScript agree on which actions may last forever', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ on: string; says: string }>(sql`
    select conrelid::regclass::text as on, pg_get_constraintdef(oid) as says from pg_constraint
    where contype = 'c' and pg_get_constraintdef(oid) ~ ${HAS_NO_END} order by 1`)
  const endless = domain.ACTIONS.filter((action) => ACTION_RULES[action].end === 'none')
  assert.deepEqual(
    rows.map(({ on, says }) => ({
      on,
      words: sorted([...says.matchAll(/'([^']+)'::text/g)].map(([, word = '']) => word)),
    })),
    [
      { on: 'bulk_action', words: sorted(endless.filter((action) => action !== 'warn')) },
      { on: 'enforcement', words: sorted(endless) },
    ],
  )
})

test("the console lists the desk's scopes and roles in its order", () => {
  assert.deepEqual(CONSOLE_ROLES, domain.ROLES)
  assert.deepEqual(CONSOLE_KEY_SCOPES, domain.KEY_SCOPES)
})

/** Functions of SQL that answer with a refusal as one word, or null. */
const REFUSING = '_refusal$'
const ANSWERED = /(?:return|then|else)\s+'([a-z_]+)'/g
/** Words about a list's entry, which the check of matches puts into sentences of its own. */
const OF_MATCHES = ['not_listed', 'young', 'author']

test('every refusal that SQL returns has a text', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ name: string; source: string }>(sql`
    select proname as name, coalesce(pg_get_function_sqlbody(oid), prosrc) as source from pg_proc
    where pronamespace = 'public'::regnamespace and proname ~ ${REFUSING}`)
  assert.ok(rows.length >= 10)
  const named = sorted(rows.flatMap(({ source }) => [...source.matchAll(ANSWERED)].map(([, word = '']) => word)))
  const told = {
    ...ASK_SENTENCES,
    ...HIJACK_SENTENCES,
    ...SNOOZE_REFUSALS,
    ...consoleQueue.refusals,
    ...ORDER_ACT_REFUSALS,
    ...MARK_REFUSALS,
    ...WARNING_REFUSALS,
    ...PAUSE_REFUSALS,
    ...COUNTER_NOTICE_REFUSALS,
  }
  const sentences = { ...APPROVAL_SENTENCES, ...CHANGE_SENTENCES, ...BULK_ACTION_SENTENCES, ...told }
  const unsaid = named.filter((word) => !Object.hasOwn(sentences, word))
  assert.deepEqual(
    unsaid,
    sorted(OF_MATCHES).filter((word) => named.includes(word)),
  )
  assert.deepEqual(
    sorted(Object.keys(sentences)).filter((word) => !named.includes(word)),
    [],
    'a sentence is for nothing that SQL answers',
  )
})
