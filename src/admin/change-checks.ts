import sql from 'sql-template-tag'
import { changeAnswerHash, changeHash, contentHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const changes: CrossCheck = {
  table: 'desk_change',
  isKeptForever: true,
  rowsById: 'one',
  says: {
    change_proposed: ({ changeId: id, change: kind, direction, expiresAt, contentHash: content, by, at }) => {
      const row = { kind, direction, expiresAt, content, proposedBy: by, at }
      return { id, begins: true, row: { ...row, state: 'proposed', takesEffectAt: null, movedBy: by, movedAt: at } }
    },
    change_moved: ({ changeId: id, to: state, takesEffectAt, by: movedBy, at: movedAt }) => ({
      id,
      row: { state, ...(takesEffectAt === undefined ? {} : { takesEffectAt }), movedBy, movedAt },
    }),
  },
  rows: sql`
    select id, 0 as turn, kind, body, says, reason, direction, expires_at as "expiresAt", 'staff:' || proposed_by as "proposedBy",
      proposed_at as at, state, takes_effect_at as "takesEffectAt", moved_by as "movedBy", moved_at as "movedAt"
    from desk_change`,
  shows: (row) => ({ ...row, content: changeHash(row) }),
}

const answers: CrossCheck = {
  table: 'change_answer',
  isKeptForever: true,
  rowsById: 'each',
  says: {
    change_answered: ({ changeId: id, answer, by, contentHash: content, at }) => ({
      id,
      row: { answer, by, content, at },
    }),
  },
  rows: sql`
    select change_id as id, id as turn, answer, 'staff:' || staff_id as by, reason, core, signature_id as "signatureId",
      signed_at as at
    from change_answer`,
  shows: (row) => ({
    ...row,
    content: changeAnswerHash(row),
  }),
}

const ruleSets: CrossCheck = {
  table: 'rule_set_version',
  rowsById: 'each',
  says: {
    rule_set_adopted: ({ name: id, version, hash, effectiveAt = null, changeId = null, at }) => ({
      id,
      row: { version, hash, effectiveAt, changeId, at },
    }),
  },
  // The hash is computed from the stored text itself and not read from the column beside it.
  rows: sql`
    select name as id, version as turn, version, encode(sha256(convert_to(text, 'UTF8')), 'hex') as hash,
      effective_at as "effectiveAt", change_id as "changeId", adopted_at as at
    from rule_set_version`,
}

/** Checks the platform's addresses and the secrets that signed calls, each with the time from which it was used. */
const connectors: CrossCheck = {
  table: 'connector_pin',
  rowsById: 'one',
  says: {
    connector_pinned: ({ pinId, address, secretFingerprint, changeId = null, platform = 'default', at }) => ({
      id: String(pinId),
      begins: true,
      row: { platform, address, secretFingerprint, changeId, at },
    }),
  },
  rows: sql`
    select id::text as id, 0 as turn, platform, address, secret_fingerprint as "secretFingerprint", change_id as "changeId",
      pinned_at as at
    from connector_pin`,
}

const protections: CrossCheck = {
  table: 'protection',
  rowsById: 'one',
  says: {
    protection_set: ({ subject: id, first: begins, approvals, holdMs, changeId, at }) =>
      id && { id, begins, row: { approvals, holdMs, changeId, at } },
  },
  rows: sql`
    select subject as id, 0 as turn, approvals, hold_ms as "holdMs", change_id as "changeId", set_at as at from protection`,
}

const profiles: CrossCheck = {
  table: 'desk_profile',
  rowsById: 'each',
  says: {
    profile_set: ({ organisation, shadow, personMetrics, changeId = null, at }) => ({
      id: 'profile',
      row: { organisation, shadow, personMetrics, changeId, at },
    }),
  },
  rows: sql`
    select 'profile' as id, id as turn, organisation, shadow, person_metrics as "personMetrics", change_id as "changeId", set_at as at
    from desk_profile`,
}

/** Checks the stored intervals at which protections are reviewed. */
const reviewTimes: CrossCheck = {
  table: 'review_times',
  rowsById: 'each',
  says: {
    review_times_set: ({ everyDays, graceDays, changeId, at }) => ({
      id: 'review_times',
      row: { everyDays, graceDays, changeId, at },
    }),
  },
  rows: sql`
    select 'review_times' as id, id as turn, every_days as "everyDays", grace_days as "graceDays", change_id as "changeId",
      set_at as at
    from review_times`,
}

/** Checks the actions that are denied to roles and people, each with its change. */
const denials: CrossCheck = {
  table: 'action_denial',
  rowsById: 'each',
  says: {
    actions_denied: ({ role, staffId, actions, changeId, at }) => ({
      id: String(role ?? staffId),
      row: { actions, changeId, at },
    }),
  },
  rows: sql`
    select coalesce(role, staff_id) as id, id as turn, actions, change_id as "changeId", set_at as at
    from action_denial`,
}

/** Checks each review of a protection by a policy person. */
const looks: CrossCheck = {
  table: 'protection_look',
  rowsById: 'each',
  says: {
    protection_reviewed: ({ subject: id, by, reasonHash: reason, at }) => id && { id, row: { by, reason, at } },
  },
  rows: sql`select subject as id, id as turn, 'staff:' || staff_id as by, reason, at from protection_look`,
  shows: (row) => ({ ...row, reason: contentHash({ reason: row.reason }) }),
}

/** Checks drills as they were planned, and the enforcement with which each began. */
const drills: CrossCheck = {
  table: 'drill_run',
  rowsById: 'one',
  says: {
    drill_planned: ({ drillId: id, scenario, beginsAt, subject = null, by, at }) => ({
      id,
      begins: true,
      row: { scenario, beginsAt, subject, by, at, enforcementId: null },
    }),
    drill_begun: ({ drillId: id, enforcementId = null }) => ({ id, row: { enforcementId } }),
  },
  rows: sql`
    select id, 0 as turn, scenario, begins_at as "beginsAt", 'account:' || account_id as subject, 'staff:' || planned_by as by,
      planned_at as at, enforcement_id as "enforcementId"
    from drill_run`,
}

/** Checks schedules of drills, and who ended them. */
const drillSchedules: CrossCheck = {
  table: 'drill_schedule',
  rowsById: 'one',
  says: {
    drill_scheduled: ({ scheduleId: id, scenario, every, subject = null, by, at }) => ({
      id,
      begins: true,
      row: { scenario, every, subject, by, at, endedBy: null },
    }),
    drill_schedule_ended: ({ scheduleId: id, by: endedBy }) => ({ id, row: { endedBy } }),
  },
  rows: sql`
    select id, 0 as turn, scenario, every_weeks || ' weeks, day ' || weekday || ', ' || at_time || ' ' || zone as every,
      'account:' || account_id as subject, 'staff:' || planned_by as by, planned_at as at, 'staff:' || ended_by as "endedBy"
    from drill_schedule`,
}

const setup: CrossCheck = {
  table: 'setup_end',
  rowsById: 'one',
  says: { setup_ended: ({ at }) => ({ id: 'setup', begins: true, row: { at } }) },
  rows: sql`select 'setup' as id, 0 as turn, at from setup_end`,
}

/** The ledger checks of each change of the organisation, and of the people who agreed to it. */
export const CHANGE_CHECKS: readonly CrossCheck[] = [
  changes,
  answers,
  ruleSets,
  connectors,
  protections,
  profiles,
  reviewTimes,
  denials,
  looks,
  drills,
  drillSchedules,
  setup,
]
