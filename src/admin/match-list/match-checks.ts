import sql from 'sql-template-tag'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

/** Checks each list that counts, by the hash of its entries as they are now. */
const lists: CrossCheck = {
  table: 'match_list',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'match_list_ended') return [{ id: leaf.listId, row: { endChangeId: leaf.changeId } }]
    if (leaf.kind !== 'match_list_agreed') return []
    const { listId: id, changeId, entries, entriesHash, contentHash: content, at } = leaf
    return [{ id, begins: true, row: { changeId, entries, entriesHash, content, at, endChangeId: null } }]
  },
  rows: sql`
    select id, 0 as turn, name, source, encode(sha256, 'hex') as sha256, entries,
      encode(match_list_hash(id), 'hex') as "entriesHash", change_id as "changeId", agreed_at as at,
      end_change_id as "endChangeId"
    from match_list where change_id is not null`,
  shows: ({ changeId, entries, entriesHash, name, source, sha256, at, endChangeId }) => ({
    changeId,
    entries,
    entriesHash,
    content: contentHash({ name: String(name), source: String(source), sha256: String(sha256) }),
    at,
    endChangeId,
  }),
}

/** Checks each content that the desk found on a list, and the reviewer who had it compared. */
const matches: CrossCheck = {
  table: 'content_match',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'content_matched') return []
    const { matchId: id, caseId, subject, mediaId, listId, contentHash: content, by, at } = leaf
    return [{ id, begins: true, row: { caseId, subject, mediaId, listId, content, by, at } }]
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", subject, media_id as "mediaId", list_id as "listId",
      encode(sha256, 'hex') as sha256, 'staff:' || made_by as by, made_at as at
    from content_match`,
  shows: ({ caseId, subject, mediaId, listId, sha256, by, at }) => ({
    caseId,
    subject,
    mediaId,
    listId,
    content: contentHash({ sha256: String(sha256) }),
    by,
    at,
  }),
}

export const MATCH_CHECKS: readonly CrossCheck[] = [lists, matches]
