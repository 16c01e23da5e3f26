/** Ledger entries about people: their rows, their shifts and their restrictions. */
export type PeopleEntry =
  | { kind: 'staff_added'; staffId: string; roles: readonly string[]; endsAt?: string; contentHash?: string }
  | {
      kind: 'staff_ended'
      staffId: string
      tokensRevoked: number
      claimsTakenBack: number
      enforcementsStopped: readonly string[]
      enforcementsRestored?: readonly string[]
    }
  /** A departure. Only administrators see `endsAt` of an involuntary one. */
  | { kind: 'staff_notice'; staffId: string; notice: 'voluntary' | 'involuntary'; endsAt: string }
  /** A person's end beyond another person's removal limit. Until then they only stop, restore and undo the removal. */
  | { kind: 'staff_ending'; staffId: string; endsAt: string }
  | { kind: 'staff_restricted'; staffId: string; restrictionId: number; cause: 'one' | 'many'; reasonHash: string }
  /** `changeId` null: by recovery. */
  | { kind: 'staff_unrestricted'; staffId: string; restrictionId: number; changeId: string | null }
  /** Two people agreed to unseal the name behind a pseudonym for one of the two; that person read it. */
  | { kind: 'name_unsealed' | 'name_read'; staffId: string; changeId: string }
  | { kind: 'staff_end_moved'; staffId: string; endsAt: string | null }
  | { kind: 'rota_added'; entryId: string; staffId: string; contentHash: string }
  | { kind: 'rota_removed'; entryId: string; staffId: string }
  | { kind: 'staff_token_added' | 'staff_token_revoked'; staffId: string; tokenId: string }
