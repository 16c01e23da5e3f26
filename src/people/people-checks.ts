import sql from 'sql-template-tag'
import type { CrossCheck, StoredRow } from '../ledger/checks/cross-check.ts'
import { contentHash, rotaHash, type StaffContent, staffHash } from '../ledger/entries/content-hash.ts'

const staff: CrossCheck = {
  table: 'staff',
  rowsById: 'one',
  says: {
    staff_added: ({ staffId: id, roles, endsAt = null, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { roles, endsAt, content, ended: false, endedBy: null, notice: null, at, shift: AS_EVENTS },
    }),
    staff_changed: ({ staffId: id, roles, endsAt, contentHash: content }) => ({ id, row: { roles, endsAt, content } }),
    staff_notice: ({ staffId: id, endsAt, notice }) => ({ id, row: { endsAt, notice } }),
    staff_ending: ({ staffId: id, endsAt }) => ({ id, row: { endsAt } }),
    staff_end_moved: ({ staffId: id, endsAt }) => ({ id, row: { endsAt } }),
    staff_ended: ({ staffId: id, by: endedBy }) => ({ id, row: { ended: true, endedBy } }),
  },
  rows: sql`
    select id, 0 as turn, roles, ends_at as "endsAt", ended_at is not null as ended, ended_by as "endedBy",
      notice_kind as notice, created_at as at, pseudonym, name, languages, clearances,
      employment, employer, site, team, rolling_contract as "rollingContract",
      role_platforms as "rolePlatforms", (select kept from staff_shift kept where staff_id = staff.id)
        is not distinct from (select known from compute_shift(staff.id) known) as as_events
    from staff`,
  shows: ({ id, turn, roles, endsAt, ended, endedBy, notice, at, as_events, ...content }) => ({
    ...{ roles, endsAt, ended, endedBy, notice, at, shift: as_events ? AS_EVENTS : 'other than that' },
    content: staffHash(content as unknown as StaffContent),
  }),
}

/** A row derived from shift events must equal the result of those events. */
const AS_EVENTS = 'as its events say'

const rota: CrossCheck = {
  table: 'rota_entry',
  rowsById: 'one',
  says: {
    rota_added: ({ entryId: id, staffId, contentHash: content, by, at }) => ({
      id,
      begins: true,
      row: { staffId, content, by, at, removedBy: null },
    }),
    rota_removed: ({ entryId: id, by: removedBy }) => ({ id, row: { removedBy } }),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", turn as tier, zone, days, to_char(begins, 'HH24:MI') as begins,
      to_char(ends, 'HH24:MI') as ends, from_day::text as "fromDay", until_day::text as "untilDay",
      'staff:' || added_by as by, added_at as at, 'staff:' || removed_by as "removedBy"
    from rota_entry`,
  shows: ({ turn, tier, ...row }) => ({ ...row, content: rotaHash({ ...row, turn: tier } as unknown as StoredRow) }),
}

const shifts: CrossCheck = {
  table: 'shift_event',
  rowsById: 'each',
  says: {
    shift_started: ({ staffId: id, at }) => ({ id, row: { kind: 'start', at } }),
    break_started: ({ staffId: id, at }) => ({ id, row: { kind: 'break', at } }),
    break_ended: ({ staffId: id, at }) => ({ id, row: { kind: 'back', at } }),
    shift_ended: ({ staffId: id, at }) => ({ id, row: { kind: 'end', at } }),
  },
  rows: sql`select staff_id as id, id as turn, kind, at from shift_event`,
}

const restrictions: CrossCheck = {
  table: 'staff_restriction',
  rowsById: 'one',
  says: {
    staff_restricted: ({ restrictionId, staffId, cause, reasonHash: reason, by, at }) => ({
      id: String(restrictionId),
      begins: true,
      row: { staffId, cause, reason, by, at, lifted: false, changeId: null },
    }),
    staff_unrestricted: ({ restrictionId, changeId }) => ({
      id: String(restrictionId),
      row: { lifted: true, changeId },
    }),
  },
  rows: sql`
    select id::text as id, 0 as turn, staff_id as "staffId", cause, reason, by, at, lifted_at is not null as lifted,
      change_id as "changeId"
    from staff_restriction`,
  shows: (row) => ({ ...row, reason: contentHash({ reason: row.reason }) }),
}

/** The ledger checks of people, restrictions, the rota and shifts. */
export const PEOPLE_CHECKS: readonly CrossCheck[] = [staff, restrictions, rota, shifts]
