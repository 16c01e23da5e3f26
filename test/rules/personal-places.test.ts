import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERASABLE_PERSONS, ERASURE_REFUSALS } from '../../src/admin/erasure/erasure-queries.ts'
import { STAGES } from '../../src/app/stages.ts'
import { freshDatabase } from '../support/fresh-database.ts'

/**
 * Personal tables without a place of their own, and the reason. acts: the record of who did what. refused: no erasure
 * begins while such a row exists. other: rows of other persons. soon: the rows go within days by themselves.
 */
const WITHOUT_PLACE: Readonly<Record<string, string>> = Object.fromEntries([
  ...listed('account', 'acts', [
    'enforcement_party',
    'bulk_restore',
    'bulk_restore_item',
    'bulk_action',
    'bulk_action_item',
  ]),
  ...listed('account', 'acts', [
    'bulk_action_sample',
    'ledger_payload',
    'ledger_check',
    'person_erasure',
    'person_erasure_entry',
  ]),
  ...listed('account', 'refused', [
    'referral',
    'legal_hold',
    'content_match',
    'newsworthy_exception',
    'enforcement_offer',
  ]),
  ...listed('account', 'refused', ['approval', 'assessment', 'desk_change', 'change_answer', 'action_denial']),
  ...listed('account', 'refused', ['protect_list_judgement', 'protection', 'protection_review', 'protection_look']),
  ...listed('account', 'refused', ['drill_account', 'drill_schedule', 'drill_run', 'case_claim']),
  ...listed('account', 'other', ['notice_sender', 'notice', 'notice_file', 'letter']),
  ...listed('account', 'acts', [
    'authority_order_act',
    'database_loss',
    'database_lost_checkpoint',
    'database_recovery',
  ]),
  ...listed('account', 'other', ['authority', 'authority_order', 'authority_order_document', 'removal_request']),
  ...listed('account', 'other', ['authority_order_terms', 'authority_order_address']),
  ...listed('account', 'other', [
    'report_key',
    'report_words_place',
    'content_stems_place',
    'case_shown',
    'shown_storage',
  ]),
  ...listed('account', 'soon', ['delivery', 'idempotency_key']),
  ...listed('staff', 'acts', ['strike_case']),
  ...listed('account', 'acts', ['dsa_submission', 'dsa_review', 'dsa_delivery']),
  ...listed('staff', 'acts', ['dsa_submission', 'dsa_review', 'dsa_delivery', 'transparency_report']),
  ...listed('reporter', 'acts', ['ledger_payload', 'ledger_check', 'person_erasure', 'person_erasure_entry']),
  ...listed('reporter', 'other', ['report_words_place']),
  ...listed('reporter', 'soon', ['idempotency_key']),
  ...listed('contact', 'acts', ['ledger_payload', 'ledger_check', 'flagger_report']),
  ...listed('contact', 'other', ['authority', 'authority_order', 'authority_order_document']),
  ...listed('contact', 'soon', ['idempotency_key']),
  ...listed('contact', 'other', ['authority_order_terms', 'authority_order_act', 'authority_order_address']),
  ...listed('staff', 'acts', [
    'misuse_sender',
    'misuse_mark',
    'misuse_measure',
    'misuse_appeal',
    'paused_report',
    'automation_pause',
    'review_case',
    'case_event',
    'case_item',
    'case_opening',
    'case_snooze',
  ]),
  ...listed('staff', 'acts', [
    'referral',
    'legal_hold',
    'case_shown',
    'case_escalation',
    'shown_profile',
    'shown_thread',
  ]),
  ...listed('staff', 'acts', [
    'shown_related',
    'content_match',
    'decision',
    'case_set',
    'case_set_member',
    'qa_sample',
  ]),
  ...listed('staff', 'acts', [
    'newsworthy_exception',
    'appeal',
    'appeal_conclusion',
    'appeal_question',
    'appeal_settlement',
    'enforcement',
    'enforcement_move',
    'enforcement_party',
  ]),
  ...listed('staff', 'acts', ['enforcement_offer', 'approval', 'assessment', 'verdict', 'enforcement_restore']),
  ...listed('staff', 'acts', ['restore_ask', 'later_reason', 'bulk_restore', 'bulk_restore_item', 'bulk_action']),
  ...listed('staff', 'acts', ['bulk_action_item', 'bulk_action_sample', 'enforcement_freeze', 'breaker', 'stop_alarm']),
  ...listed('staff', 'acts', ['alert', 'power_removal', 'signature', 'key_list', 'key_recovery', 'drill_account']),
  ...listed('staff', 'acts', [
    'drill_schedule',
    'drill_run',
    'change_answer',
    'action_denial',
    'protect_list_judgement',
  ]),
  ...listed('staff', 'acts', ['protection', 'protection_review', 'protection_look', 'staff_view', 'reading_alert']),
  ...listed('staff', 'acts', [
    'ledger_payload',
    'ledger_check',
    'person_erasure',
    'person_erasure_entry',
    'directory_role',
  ]),
  ...listed('staff', 'acts', ['authority_order_act']),
  ...listed('staff', 'acts', ['transparency_report']),
  ...listed('staff', 'other', ['authority', 'authority_order', 'authority_order_document', 'removal_request']),
  ...listed('staff', 'other', ['authority_order_terms', 'authority_order_address']),
  ...listed('staff', 'other', ['directory_group', 'software_key']),
  ...listed('staff', 'soon', [
    'case_claim',
    'shown_storage',
    'preview',
    'spent_total',
    'spent_slot',
    'signing',
    'ceremony',
  ]),
  ...listed('staff', 'soon', ['sign_on', 'staff_shift', 'idempotency_key']),
])

type Reason = 'acts' | 'refused' | 'other' | 'soon'
function listed(person: string, reason: Reason, tables: readonly string[]): [string, Reason][] {
  return tables.map((table) => [`${person} ${table}`, reason])
}

interface Place {
  tbl: string
  matches: string
  exports: string | null
  erases: Record<string, string> | null
}

test('every personal table has a place for each person, or a reason', async (t) => {
  const { pool } = await freshDatabase(t)
  const missing: string[] = []
  const needless: string[] = []
  for (const person of ERASABLE_PERSONS) {
    const { rows } = await pool.query<Place>('select tbl, matches, exports, erases from personal_places($1)', [person])
    const placed = new Set(rows.map(({ tbl }) => tbl))
    const tables = STAGES.flatMap(({ personal = [] }) => personal)
      .filter(({ about }) => about.includes(person))
      .flatMap(({ tables: of }) => of)
    for (const table of tables) {
      const reason = WITHOUT_PLACE[`${person} ${table}`]
      if (!placed.has(table) && reason === undefined) missing.push(`${person} ${table}`)
      if (placed.has(table) && reason !== undefined) needless.push(`${person} ${table}`)
    }
  }
  assert.deepEqual([missing, needless], [[], []])
})

test('the application role reads every place that an export has', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const failed: string[] = []
  for (const person of ERASABLE_PERSONS) {
    const { rows } = await pool.query<Place>('select tbl, matches, exports, erases from personal_places($1)', [person])
    for (const { tbl, matches, exports, erases } of rows) {
      const values = Object.entries(erases ?? {}).map(([column, value]) => `(${value}) is distinct from r."${column}"`)
      const erasing = `select ${['1', ...values].join(', ')} from ${tbl} r where ${matches}`
      await ownerPool
        .query(erasing, ['x'])
        .catch((error: Error) => failed.push(`${person} ${tbl} erases: ${error.message}`))
      if (exports === null) continue
      const reading = `select ${exports} from ${tbl} r where ${matches}`
      await pool.query(reading, ['x']).catch((error: Error) => failed.push(`${person} ${tbl}: ${error.message}`))
    }
  }
  assert.deepEqual(failed, [])
})

test('every reason against an erasure has its words', async (t) => {
  const { pool } = await freshDatabase(t)
  const { rows } = await pool.query<{ text: string }>(`
    select string_agg(prosrc, ' ') as text from pg_proc
    where proname in ('account_erasure_refusals', 'reporting_erasure_refusals', 'contact_erasure_refusals', 'pause_erasure_refusals',
      'erasure_refusals')`)
  const named = new Set(
    [...(rows[0]?.text ?? '').matchAll(/then '(?<word>[a-z]+)'/g)].map(({ groups }) => groups?.word),
  )
  assert.deepEqual([...named].sort(), [...ERASURE_REFUSALS].sort())
})
