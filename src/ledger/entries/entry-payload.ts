import type {
  Action,
  Answer,
  Conclusion,
  EscalationQueue,
  Organisation,
  EnforcementState,
  RestoreCause,
  PlatformState,
  Urgency,
} from '../../foundation/domain.ts'
import type { MatchEntry } from './match-entry.ts'
import type { LawEntry } from './law-entry.ts'
import type { PeopleEntry } from './people-entry.ts'

/** The kinds of entries by their stage. A stage adds its own beside its checks: `declare module` and this interface. */
export interface LedgerEntries {
  law: LawEntry
  people: PeopleEntry
  match: MatchEntry
}

/** The content of every kind of ledger entry. `subject` and `enforcementId` are stored beside it. */
export type EntryPayload =
  | LedgerEntries[keyof LedgerEntries]
  | {
      kind: 'passkey_added'
      credentialId: string
      staffId: string
      /** The time from which its signatures count. */
      countsFrom: string
      software: boolean
      contentHash: string
    }
  | { kind: 'passkey_suspected'; credentialId: string; staffId: string }
  | { kind: 'passkey_removed'; credentialId: string; staffId: string; changeId: string }
  | { kind: 'invitation_made'; invitationId: string; staffId: string; expiresAt: string }
  | { kind: 'invitation_ended'; invitationId: string; how: 'used' | 'revoked' }
  | { kind: 'key_window_closed'; why: 'enough' | 'time' }
  | { kind: 'key_recovery_begun'; recoveryId: string; contentHash: string }
  | { kind: 'key_recovery_ended'; recoveryId: string; how: 'used' | 'stopped' | 'over' }
  | { kind: 'session_began'; sessionId: string; staffId: string; credentialId: string | null }
  | { kind: 'session_revoked'; sessionId: string; staffId: string }
  /** A version of the list of keys that platforms pin. `hash`: of the list, as it is exported. */
  | { kind: 'key_list_made'; version: number; hash: string }
  | { kind: 'key_added'; keyId: string; scopes: readonly string[]; source?: string; authorityId?: string }
  | { kind: 'key_revoked'; keyId: string }
  | {
      /** A directory's current statement about a person. `staffId`: their id here; null: they never worked here. */
      kind: 'directory_person'
      personId: string
      staffId: string | null
      active: boolean
      first: boolean
      contentHash: string
    }
  /** A change linked an identity of the provider to a person. */
  | { kind: 'sign_on_linked'; staffId: string; changeId: string; contentHash: string }
  | { kind: 'directory_person_removed'; personId: string }
  | {
      /** A directory's statement that a person has a role elsewhere, or no longer has it. It grants no right. */
      kind: 'directory_role'
      personId: string
      role: string
      source: string
      said: boolean
      first: boolean
    }
  | { kind: 'shift_started' | 'break_started' | 'break_ended' | 'shift_ended'; staffId: string }
  | { kind: 'reports_received'; reports: readonly ReportReceived[] }
  | { kind: 'facts_read'; source: string; protected: boolean; factsAt: string }
  | { kind: 'case_claimed' | 'case_released' | 'case_lapsed'; caseId: string }
  | { kind: 'case_noted'; caseId: string; noteHash: string }
  | { kind: 'case_returned'; caseId: string; why: string }
  /** A QA sample: another reviewer judges a case again in which no violation was found. */
  | { kind: 'qa_sample_asked'; caseId: string; decisionId: string; why: string }
  | { kind: 'case_taken_over'; caseId: string; holder: string; reason: string }
  | { kind: 'case_transferred'; caseId: string; fromQueue: string; toQueue?: string; toStaff?: string; reason: string }
  | { kind: 'cases_late'; cases: readonly { caseId: string; dueAt: string }[] }
  | {
      /** An appeal: a person says that an enforcement is wrong. */
      kind: 'appeal_received'
      appealId: string
      caseId: string
      /** The salted hash of the appellant and the text. */
      saidHash: string
    }
  | {
      kind: 'appeal_ended'
      appealId: string
      caseId: string
      how: 'upheld' | 'overturned' | 'restored' | 'ended'
      reasonHash?: string
    }
  | {
      /** An escalation: the decision stands, and the case goes to a queue of specialists. */
      kind: 'case_escalated'
      caseId: string
      decisionId: string
      conclusion: Conclusion
      policyId?: string
      contentHash: string
      to: EscalationQueue
      urgency: Urgency
      acknowledgeBy: string
    }
  | { kind: 'case_answered'; caseId: string; decisionId: string; answerHash: string; agrees?: boolean }
  | {
      /** A second person agreed to an exception that a decision proposed. */
      kind: 'exception_agreed'
      exceptionId: string
      decisionId: string
      caseId: string
      policyId: string
      reviewBy: string
      contentHash: string
    }
  | { kind: 'exception_ended'; exceptionId: string; reasonHash: string }
  | {
      kind: 'case_decided'
      caseId: string
      decisionId: string
      conclusion: Conclusion
      policyId?: string
      contentHash: string
      enforcements: readonly string[]
      joined: readonly string[]
      standing: readonly string[]
    }
  | {
      kind: 'enforcement_proposed'
      action: Action
      caseId?: string
      decisionId?: string
      policyId: string
      durationMs?: number
      verdict: string
      verdictHash: string
      contentHash?: string
      /** The people who must not approve a resubmission. */
      barred?: readonly string[]
      /** The reason for an interim measure outside a decision. */
      reason?: string
    }
  /** The organisation profile from now on. `shadow`: guards only record their verdicts. */
  | { kind: 'profile_set'; organisation: Organisation; shadow: boolean; personMetrics: boolean; changeId?: string }
  /** One person's judgement of the sample of a protect list. `wrong`: accounts that do not belong on it. */
  | { kind: 'protect_list_judged'; changeId: string; wrong: readonly string[] }
  | { kind: 'review_times_set'; everyDays: number; graceDays: number; changeId: string }
  /** A protection was reviewed, or its review was missed for the first or second time. */
  | { kind: 'protection_reviewed'; reasonHash: string }
  | { kind: 'protection_review_missed'; missed: number }
  /** An account was marked for drills, or unmarked: by a change of two people, or by the desk without one. */
  | { kind: 'drill_account_marked'; op: 'add' | 'remove'; changeId?: string }
  | { kind: 'drill_planned'; drillId: string; scenario: string; beginsAt: string }
  | { kind: 'drill_begun' | 'drill_refused'; drillId: string }
  | { kind: 'drill_scheduled'; scheduleId: string; scenario: string; every: string }
  | { kind: 'drill_schedule_ended'; scheduleId: string }
  | { kind: 'drill_skipped'; scheduleId: string; why: string }
  | { kind: 'enforcement_previewed'; caseId: string; action: Action; reasonHash: string }
  | { kind: 'enforcement_judged'; verdict: string; verdictHash: string }
  | { kind: 'enforcement_joined' }
  | { kind: 'enforcement_offered'; staffId: string }
  /** `account`: the account that the approver took it for, where the review asked; null: they could not tell. */
  | { kind: 'enforcement_independent_review'; conclusion: string; contentHash: string; account?: string | null }
  | { kind: 'enforcement_passed'; reasonHash: string }
  /** An approver had the action shown to them before their own review, which forfeits their approval. */
  | { kind: 'enforcement_revealed' }
  | { kind: 'enforcement_identified'; as: string }
  | { kind: 'enforcement_assessed'; contentHash: string }
  | { kind: 'enforcement_answered'; answer: Answer; contentHash: string }
  | {
      /** A stored assertion. The act that it signs has a ledger entry of its own. */
      kind: 'signed'
      signatureId: string
      act: string
      about: string
      signatureHash: string
    }
  /**
   * A circuit breaker opened: restrictive actions under its key wait. `key`: the party that overspent; for a person,
   * their id.
   */
  | {
      kind: 'breaker_opened'
      breakerId: number
      budget: string
      of: string
      key: string
      enforcements: number
      reach: number
      withinMs: number
    }
  | { kind: 'breaker_closed'; breakerId: number; changeId: string }
  | { kind: 'signal_received'; signalId: string; source: string; contentHash: string }
  /** The result of an automation rule for a case, or its result in shadow mode. */
  | { kind: 'rule_spoke'; runId: number; contentHash: string }
  | { kind: 'automation_paused'; pauseId: number; source: string; ruleId?: string; reasonHash: string }
  | { kind: 'automation_resumed'; pauseId: number; changeId: string }
  | { kind: 'freeze_begun' | 'freeze_extended' | 'freeze_ended'; freezeId: number; until: string; reasonHash: string }
  | { kind: 'setup_ended'; people: readonly string[] }
  | { kind: 'rule_set_adopted'; name: string; version: number; hash: string; changeId?: string }
  | {
      kind: 'change_proposed'
      changeId: string
      change: string
      direction: string
      expiresAt: string
      contentHash: string
    }
  | { kind: 'change_answered'; changeId: string; answer: string; contentHash: string }
  /** `takesEffectAt`: for an approved change that waits. */
  | { kind: 'change_moved'; changeId: string; from: string; to: string; reason?: string; takesEffectAt?: string }
  | {
      kind: 'protection_set'
      changeId: string
      /** True when the subject had no protection of its own before. */
      first: boolean
      approvals: number
      holdMs: number
    }
  | {
      /** A person's row after a change, with all columns of their first ledger entry. */
      kind: 'staff_changed'
      staffId: string
      changeId: string
      roles: readonly string[]
      endsAt: string | null
      contentHash: string
    }
  | { kind: 'alerted'; why: string; to: string }
  | { kind: 'views_recorded'; views: readonly { id: string; hash: string }[] }
  | { kind: 'reading_unusual'; staffId: string; opened: number; listed: number }
  | {
      kind: 'enforcement_moved'
      from: EnforcementState
      to: EnforcementState
      cause?: RestoreCause
      reason?: string
      askedBy?: string
    }
  | { kind: 'restore_asked'; cause: RestoreCause; reason?: string }
  | { kind: 'desired_state_set'; generation: number; desired: PlatformState }
  | { kind: 'platform_holds'; until: string }
  | { kind: 'desired_state_reached'; generation: number; reach: number | null }
  | {
      kind: 'platform_disagreed'
      generation: number
      seen: PlatformState
      desired: PlatformState
      answer: 'brought_up' | 'shown'
    }
  /** Drift on a protected account that no enforcement explains. */
  | { kind: 'drift_found'; driftId: string; drift: string; answer: string; contentHash: string }
  | { kind: 'drift_found_again' | 'drift_ended' | 'drift_brought_up'; driftId: string }
  | { kind: 'drift_closed'; driftId: string; reasonHash: string }
  | { kind: 'channel_added'; channelId: string; channel: string; contentHash: string }
  | { kind: 'channel_removed' | 'channel_dead'; channelId: string }
  | { kind: 'webhook_secret_changed'; channelId: string; changeId: string }
  /** The address of the connector and the fingerprint of the secret that signs its calls. Without a change: setup. */
  | { kind: 'connector_pinned'; pinId: number; address: string; secretFingerprint: string; changeId?: string }
  /** `listHash`: of the set, in hex. */
  | {
      kind: 'bulk_action_proposed'
      bulkActionId: string
      action: Action
      policyId: string
      subjects: number
      listHash: string
      contentHash: string
    }
  | { kind: 'bulk_action_sampled'; bulkActionId: string; subjects: number }
  | { kind: 'bulk_action_judged'; bulkActionId: string; place: number; conclusion: string }
  | { kind: 'bulk_action_moved'; bulkActionId: string; from: string; to: string; stage: number; reason?: string }
  | { kind: 'needs_attention'; why: string }
  | { kind: 'reach_back'; reach: number | null; before: number | null; acceptedReason?: string }
  | {
      kind: 'bulk_restore_previewed' | 'bulk_restore_asked' | 'bulk_restore_started' | 'bulk_restore_done'
      bulkId: string
      enforcements: number
      reach: number
    }
  | {
      /**
       * Payloads were erased to forget a person: their entry numbers, and the rows that have no other ledger entry now.
       */
      kind: 'payload_erased'
      numbers: readonly number[]
      rows: readonly { table: string; id: string }[]
    }

/** `hash` is of the body as received, `contentHash` of the report as stored. */
export interface ReportReceived {
  id: string
  hash: string
  caseId: string
  contentHash?: string
}
