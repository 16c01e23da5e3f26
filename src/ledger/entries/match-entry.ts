/** Ledger entries about lists of verified material, and about contents found on one. */
export type MatchEntry =
  /** Two people approved a match list. `entriesHash`: the chain over all its entries. */
  | {
      kind: 'match_list_agreed'
      listId: string
      changeId: string
      entries: number
      entriesHash: string
      contentHash: string
    }
  | { kind: 'match_list_ended'; listId: string; changeId: string }
  /** A media hash of a content is on a match list. The hash itself is only in `contentHash`. */
  | { kind: 'content_matched'; matchId: string; caseId: string; mediaId: string; listId: string; contentHash: string }
