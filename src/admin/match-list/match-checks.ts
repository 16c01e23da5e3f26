import sql from 'sql-template-tag'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

/** Checks each match list that counts, by the hash of its present entries. */
const lists: CrossCheck = {
  table: 'match_list',
  rowsById: 'one',
  says: {
    match_list_agreed: ({ listId: id, changeId, entries, entriesHash, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { changeId, entries, entriesHash, content, at, endChangeId: null },
    }),
    match_list_ended: ({ listId: id, changeId: endChangeId }) => ({ id, row: { endChangeId } }),
  },
  rows: sql`
    select id, 0 as turn, name, source, encode(sha256, 'hex') as sha256, entries,
      encode(match_list_hash(id), 'hex') as "entriesHash", change_id as "changeId", agreed_at as at,
      end_change_id as "endChangeId"
    from match_list where change_id is not null`,
  shows: ({ name, source, sha256, ...row }) => ({ ...row, content: contentHash({ name, source, sha256 }) }),
}

/** Checks each content that the desk found on a match list, and the reviewer who requested the comparison. */
const matches: CrossCheck = {
  table: 'content_match',
  rowsById: 'one',
  says: {
    content_matched: ({ matchId: id, caseId, subject, mediaId, listId, contentHash: content, by, at }) => ({
      id,
      begins: true,
      row: { caseId, subject, mediaId, listId, content, by, at },
    }),
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", subject, media_id as "mediaId", list_id as "listId",
      encode(sha256, 'hex') as sha256, 'staff:' || made_by as by, made_at as at
    from content_match`,
  shows: ({ sha256, ...row }) => ({ ...row, content: contentHash({ sha256 }) }),
}

export const MATCH_CHECKS: readonly CrossCheck[] = [lists, matches]
