/** Ledger entries about authorities, removal requests, legal deadlines, referrals and legal holds. */
export type LawEntry =
  | { kind: 'authority_registered'; authorityId: string; changeId: string; contentHash: string }
  | { kind: 'authority_revoked'; authorityId: string; changeId: string }
  /** Legal clocks started: by `dueAt` the law requires the subjects to be offline. */
  | {
      kind: 'legal_clocks_started'
      clocks: readonly (TimedSubject & { policyId: string; caseId: string; cause: string })[]
    }
  | {
      /** An authority's order, sent with its own key or entered by a person. */
      kind: 'authority_order_received'
      authorityOrderId: string
      authorityId: string | null
      contents: readonly string[]
      receivedAt: string
      contentHash: string
    }
  /** A removal request. `saidHash`: the salted hash of its content. */
  | {
      kind: 'removal_request_received'
      requestId: string
      policyId: string
      valid: boolean
      receivedAt: string
      saidHash: string
    }
  | { kind: 'legal_clocks_missed'; clocks: readonly TimedSubject[] }
  | {
      /** A referral of a case to an authority. */
      kind: 'referral_made'
      referralId: string
      caseId: string
      referral: string
      sentAt: string
      contentHash: string
    }
  | { kind: 'legal_hold_placed'; holdId: string; until: string | null; contentHash: string }
  | { kind: 'legal_hold_lifted'; holdId: string; changeId: string }
  | { kind: 'legal_clock_ended'; clockId: string; caseId: string; how: 'met' | 'decided' }

/** A subject that the law requires to be offline by `dueAt`. */
interface TimedSubject {
  clockId: string
  subject: string
  dueAt: string
}
