import sql from 'sql-template-tag'
import {
  contentHash,
  type RotaContent,
  rotaHash,
  type StaffContent,
  staffHash,
} from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const staff: CrossCheck = {
  table: 'staff',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'staff_added') {
      const { roles, endsAt = null, contentHash, at } = leaf
      return [
        {
          id: leaf.staffId,
          begins: true,
          row: { roles, endsAt, content: contentHash, ended: false, endedBy: null, notice: null, at, shift: AS_EVENTS },
        },
      ]
    }
    if (leaf.kind === 'staff_changed') {
      const { roles, endsAt, contentHash } = leaf
      return [{ id: leaf.staffId, row: { roles, endsAt, content: contentHash } }]
    }
    if (leaf.kind === 'staff_notice') return [{ id: leaf.staffId, row: { endsAt: leaf.endsAt, notice: leaf.notice } }]
    if (leaf.kind === 'staff_ending' || leaf.kind === 'staff_end_moved')
      return [{ id: leaf.staffId, row: { endsAt: leaf.endsAt } }]
    return leaf.kind === 'staff_ended' ? [{ id: leaf.staffId, row: { ended: true, endedBy: leaf.by } }] : []
  },
  rows: sql`
    select id, 0 as turn, roles, ends_at, ended_at is not null as ended, ended_by, notice_kind, created_at, pseudonym, name, languages, clearances,
      employment, employer, site, team, rolling_contract as "rollingContract",
      (select kept from staff_shift kept where staff_id = staff.id)
        is not distinct from (select known from shift_of(staff.id) known) as as_events
    from staff`,
  shows: ({ id, turn, roles, ends_at, ended, ended_by, notice_kind, created_at, as_events, ...content }) => ({
    roles,
    endsAt: ends_at && new Date(String(ends_at)).toISOString(),
    ended,
    endedBy: ended_by ?? null,
    notice: notice_kind ?? null,
    at: created_at,
    shift: as_events ? AS_EVENTS : 'other than that',
    content: staffHash(content as unknown as StaffContent),
  }),
}

/** A row derived from shift events must equal the result of those events. */
const AS_EVENTS = 'as its events say'

const rota: CrossCheck = {
  table: 'rota_entry',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'rota_added') {
      const { staffId, contentHash: content, by, at } = leaf
      return [{ id: leaf.entryId, begins: true, row: { staffId, content, by, at, removedBy: null } }]
    }
    return leaf.kind === 'rota_removed' ? [{ id: leaf.entryId, row: { removedBy: leaf.by } }] : []
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", turn as tier, zone, days, to_char(begins, 'HH24:MI') as begins,
      to_char(ends, 'HH24:MI') as ends, from_day::text as "fromDay", until_day::text as "untilDay",
      'staff:' || added_by as by, added_at as at, 'staff:' || removed_by as "removedBy"
    from rota_entry`,
  shows: ({ staffId, tier, zone, days, begins, ends, fromDay, untilDay, by, at, removedBy }) => ({
    staffId,
    content: rotaHash({ turn: tier, zone, days, begins, ends, fromDay, untilDay: untilDay ?? null } as RotaContent),
    by,
    at,
    removedBy: removedBy ?? null,
  }),
}

const shifts: CrossCheck = {
  table: 'shift_event',
  rowsById: 'each',
  says: (leaf) => {
    switch (leaf.kind) {
      case 'shift_started':
      case 'break_started':
      case 'break_ended':
      case 'shift_ended':
        return [{ id: leaf.staffId, row: { kind: SHIFT_EVENTS[leaf.kind], at: leaf.at } }]
      default:
        return []
    }
  },
  rows: sql`select staff_id as id, id as turn, kind, at from shift_event`,
  shows: ({ kind, at }) => ({ kind, at }),
}
const SHIFT_EVENTS = { shift_started: 'start', break_started: 'break', break_ended: 'back', shift_ended: 'end' }

const restrictions: CrossCheck = {
  table: 'staff_restriction',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'staff_restricted') {
      const { staffId, cause, reasonHash, by, at } = leaf
      const row = { staffId, cause, reason: reasonHash, by, at, lifted: false, changeId: null }
      return [{ id: String(leaf.restrictionId), begins: true, row }]
    }
    if (leaf.kind !== 'staff_unrestricted') return []
    return [{ id: String(leaf.restrictionId), row: { lifted: true, changeId: leaf.changeId } }]
  },
  rows: sql`
    select id::text as id, 0 as turn, staff_id as "staffId", cause, reason, by, at, lifted_at is not null as lifted,
      change_id as "changeId"
    from staff_restriction`,
  shows: ({ staffId, cause, reason, by, at, lifted, changeId }) => ({
    staffId,
    cause,
    reason: contentHash({ reason: reason ?? null }),
    by,
    at,
    lifted,
    changeId: changeId ?? null,
  }),
}

/** The ledger checks of people, restrictions, the rota and shifts. */
export const PEOPLE_CHECKS: readonly CrossCheck[] = [staff, restrictions, rota, shifts]
