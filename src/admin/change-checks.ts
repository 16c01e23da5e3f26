import sql from 'sql-template-tag'
import { type ChangeContent, changeAnswerHash, changeHash, contentHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const changes: CrossCheck = {
  table: 'desk_change',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'change_proposed') {
      const { changeId: id, change, direction, expiresAt, contentHash, by, at } = leaf
      const row = { kind: change, direction, expiresAt, content: contentHash, proposedBy: by, at }
      return [{ id, begins: true, row: { ...row, state: 'proposed', takesEffectAt: null, movedBy: by, movedAt: at } }]
    }
    if (leaf.kind !== 'change_moved') return []
    const later = leaf.takesEffectAt === undefined ? {} : { takesEffectAt: leaf.takesEffectAt }
    return [{ id: leaf.changeId, row: { state: leaf.to, ...later, movedBy: leaf.by, movedAt: leaf.at } }]
  },
  rows: sql`
    select id, 0 as turn, kind, body, says, reason, direction, expires_at, 'staff:' || proposed_by as "proposedBy",
      proposed_at as at, state, takes_effect_at, moved_by as "movedBy", moved_at as "movedAt"
    from desk_change`,
  shows: ({ expires_at, takes_effect_at, ...row }) => ({
    ...row,
    expiresAt: new Date(String(expires_at)).toISOString(),
    takesEffectAt: takes_effect_at === null ? null : new Date(String(takes_effect_at)).toISOString(),
    content: changeHash(row as unknown as ChangeContent),
  }),
}

const answers: CrossCheck = {
  table: 'change_answer',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'change_answered'
      ? [{ id: leaf.changeId, row: { answer: leaf.answer, by: leaf.by, content: leaf.contentHash, at: leaf.at } }]
      : [],
  rows: sql`
    select change_id as id, id as turn, answer, 'staff:' || staff_id as by, reason, core, signature_id as "signatureId",
      signed_at as at
    from change_answer`,
  shows: ({ answer, by, at, ...content }) => ({
    answer,
    by,
    content: changeAnswerHash(content as unknown as Parameters<typeof changeAnswerHash>[0]),
    at,
  }),
}

const ruleSets: CrossCheck = {
  table: 'rule_set_version',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'rule_set_adopted'
      ? [
          {
            id: leaf.name,
            row: { version: leaf.version, hash: leaf.hash, changeId: leaf.changeId ?? null, at: leaf.at },
          },
        ]
      : [],
  // The hash is computed from the text itself and not read from the column beside it.
  rows: sql`
    select name as id, version as turn, version, encode(sha256(convert_to(text, 'UTF8')), 'hex') as hash,
      change_id as "changeId", adopted_at as at
    from rule_set_version`,
  shows: ({ version, hash, changeId, at }) => ({ version, hash, changeId, at }),
}

/** Checks each address to which effects went, the secret that signed them, and from when. */
const connectors: CrossCheck = {
  table: 'connector_pin',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'connector_pinned') return []
    const { pinId, address, secretFingerprint, changeId = null, at } = leaf
    return [{ id: String(pinId), begins: true, row: { address, secretFingerprint, changeId, at } }]
  },
  rows: sql`
    select id::text as id, 0 as turn, address, secret_fingerprint as "secretFingerprint", change_id as "changeId",
      pinned_at as at
    from connector_pin`,
  shows: ({ address, secretFingerprint, changeId, at }) => ({ address, secretFingerprint, changeId, at }),
}

const protections: CrossCheck = {
  table: 'protection',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'protection_set' || leaf.subject === undefined) return []
    const { approvals, holdMs, changeId, at } = leaf
    return [{ id: leaf.subject, begins: leaf.first, row: { approvals, holdMs, changeId, at } }]
  },
  rows: sql`
    select subject as id, 0 as turn, approvals, hold_ms as "holdMs", change_id as "changeId", set_at as at from protection`,
  shows: ({ approvals, holdMs, changeId, at }) => ({ approvals, holdMs, changeId, at }),
}

const profiles: CrossCheck = {
  table: 'desk_profile',
  rowsById: 'each',
  says: (leaf) => {
    if (leaf.kind !== 'profile_set') return []
    const { organisation, shadow, personMetrics, changeId = null, at } = leaf
    return [{ id: 'profile', row: { organisation, shadow, personMetrics, changeId, at } }]
  },
  rows: sql`
    select 'profile' as id, id as turn, organisation, shadow, person_metrics as "personMetrics", change_id as "changeId", set_at as at
    from desk_profile`,
  shows: ({ organisation, shadow, personMetrics, changeId = null, at }) => ({
    organisation,
    shadow,
    personMetrics,
    changeId,
    at,
  }),
}

/** Checks how often protections are reviewed. */
const reviewTimes: CrossCheck = {
  table: 'review_times',
  rowsById: 'each',
  says: (leaf) => {
    if (leaf.kind !== 'review_times_set') return []
    const { everyDays, graceDays, changeId, at } = leaf
    return [{ id: 'review_times', row: { everyDays, graceDays, changeId, at } }]
  },
  rows: sql`
    select 'review_times' as id, id as turn, every_days as "everyDays", grace_days as "graceDays", change_id as "changeId",
      set_at as at
    from review_times`,
  shows: ({ everyDays, graceDays, changeId, at }) => ({ everyDays, graceDays, changeId, at }),
}

/** Checks each review of a protection by a person of policy. */
const looks: CrossCheck = {
  table: 'protection_look',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'protection_reviewed' && leaf.subject !== undefined
      ? [{ id: leaf.subject, row: { by: leaf.by, reason: leaf.reasonHash, at: leaf.at } }]
      : [],
  rows: sql`select subject as id, id as turn, 'staff:' || staff_id as by, reason, at from protection_look`,
  shows: ({ by, reason = null, at }) => ({ by, reason: contentHash({ reason }), at }),
}

/** Drills as they were planned, and by which enforcement they began. */
const drills: CrossCheck = {
  table: 'drill_run',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'drill_planned') {
      const { drillId: id, scenario, beginsAt, subject = null, by, at } = leaf
      return [{ id, begins: true, row: { scenario, beginsAt, subject, by, at, enforcementId: null } }]
    }
    return leaf.kind === 'drill_begun' ? [{ id: leaf.drillId, row: { enforcementId: leaf.enforcementId ?? null } }] : []
  },
  rows: sql`
    select id, 0 as turn, scenario, begins_at as "beginsAt", 'account:' || account_id as subject, 'staff:' || planned_by as by,
      planned_at as at, enforcement_id as "enforcementId"
    from drill_run`,
  shows: ({ scenario, beginsAt, subject, by, at, enforcementId = null }) => ({
    scenario,
    beginsAt: new Date(String(beginsAt)).toISOString(),
    subject,
    by,
    at,
    enforcementId,
  }),
}

/** Checks recurring drills, and who ended them. */
const drillSchedules: CrossCheck = {
  table: 'drill_schedule',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'drill_scheduled') {
      const { scheduleId: id, scenario, every, subject = null, by, at } = leaf
      return [{ id, begins: true, row: { scenario, every, subject, by, at, endedBy: null } }]
    }
    return leaf.kind === 'drill_schedule_ended' ? [{ id: leaf.scheduleId, row: { endedBy: leaf.by } }] : []
  },
  rows: sql`
    select id, 0 as turn, scenario, every_weeks || ' weeks, day ' || weekday || ', ' || at_time || ' ' || zone as every,
      'account:' || account_id as subject, 'staff:' || planned_by as by, planned_at as at, 'staff:' || ended_by as "endedBy"
    from drill_schedule`,
  shows: ({ scenario, every, subject, by, at, endedBy = null }) => ({ scenario, every, subject, by, at, endedBy }),
}

const setup: CrossCheck = {
  table: 'setup_end',
  rowsById: 'one',
  says: (leaf) => (leaf.kind === 'setup_ended' ? [{ id: 'setup', begins: true, row: { at: leaf.at } }] : []),
  rows: sql`select 'setup' as id, 0 as turn, at from setup_end`,
  shows: ({ at }) => ({ at }),
}

/** The checks of each change of the desk, and of who agreed to it. */
export const CHANGE_CHECKS: readonly CrossCheck[] = [
  changes,
  answers,
  ruleSets,
  connectors,
  protections,
  profiles,
  reviewTimes,
  looks,
  drills,
  drillSchedules,
  setup,
]
