/** Ledger entries about lists of verified material, and about contents found on one. */
export type MatchLeaf =
  /** Two people agreed that a list counts. `entriesHash`: the chain over all its entries. */
  | {
      kind: 'match_list_agreed'
      listId: string
      changeId: string
      entries: number
      entriesHash: string
      contentHash: string
    }
  | { kind: 'match_list_ended'; listId: string; changeId: string }
  /** The bytes of one of a content's media had a hash that stands on a list. The hash itself is in `contentHash` alone. */
  | { kind: 'content_matched'; matchId: string; caseId: string; mediaId: string; listId: string; contentHash: string }
