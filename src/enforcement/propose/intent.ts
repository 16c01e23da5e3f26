import {
  type Action,
  type Actor,
  actorKey,
  type EnforcementSource,
  type RecordedGround,
} from '../../foundation/domain.ts'
import type { ActorFacts } from '../../policy/guards/facts.ts'
import type { Guards } from '../../policy/guards/guards-file.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import type { JudgedBy } from '../../policy/guards/judge.ts'
import type { Reading } from '../desired-state/set-baseline.ts'
import type { Gathered } from '../facts/read-platform.ts'
import type { ToJudge } from '../facts/gather-facts.ts'
import type { AssessmentText } from '../gate-queries.ts'
import type { NewEnforcement } from '../queries.ts'

/** The terms that every intended enforcement has. */
interface Terms {
  subject: string
  /** The stored account that it is about. Null: none is known. */
  accountId: string | null
  action: Action
  label: string | null
  durationMs: number | null
  /** The countries where it applies. Left out: everywhere. */
  countries?: readonly string[] | null
  /** The action of the organisation's own, which counts as `action`. Left out: it is one of the eight. */
  ownAction?: StoredAction | null
  policyId: string
  by: Actor
  /**
   * The platform's answer from before the transaction. Its state of the subject is the restore point, if no enforcement
   * is active there.
   */
  asked: { gathered: Gathered; reading: Reading | undefined }
}

/** A proposer's signature, and the id under which their enforcement is stored. */
interface SignedAs {
  enforcementId: string
  signatureId: string
}

/** One action of a decision. */
export interface DecisionIntent extends Terms {
  kind: 'decision'
  legalDuty: boolean
  caseId: string | null
  decisionId: string | null
  /** The time at which the proposer claimed the case. Null: there is no case. */
  openedAt: Date | null
  reviewSeconds?: number
  /** The account as the proposer identified it, checked already. */
  identifiedAs?: string
  assessment?: AssessmentText
  /** The ground on which one person alone takes a protected account's content offline, with the row that proves it. */
  ground?: RecordedGround
  signed?: SignedAs
}

/** An interim measure: by one person, at once, for a short time. No guard holds it, and PostgreSQL limits its time. */
export interface InterimIntent extends Terms {
  kind: 'interim'
  legalDuty: boolean
  caseId: string | null
  /** The decision whose immediate part it is. Null: it has a reason of its own. */
  decisionId: string | null
  reason: string | null
  ground?: RecordedGround
  signed?: SignedAs
  /** True on a protected account where no second person has taken the same measure: leads are alerted. */
  alone: boolean
}

/** One subject of a bulk action, judged by the proposer's facts at the time of the bulk action's proposal. */
interface BulkItemIntent extends Terms {
  kind: 'bulk_item'
  bulkActionId: string
  actorFacts: ActorFacts | null
}

/**
 * Resubmits an enforcement that was stopped or restored. The people who took part in the old one may not answer the new
 * one.
 */
interface ResubmissionIntent extends Terms {
  kind: 'resubmission'
  legalDuty: boolean
  caseId: string | null
  decisionId: string | null
  identifiedAs: string | null
  /** The proposer's times with the case, as in the first verdict. */
  reviewSeconds: number | null
  seenSeconds: number | null
  of: string
  parties: readonly string[]
  signed: SignedAs
}

/** An action of an automation rule. */
interface AutomationIntent extends Terms {
  kind: 'automation'
  caseId: string
  /** True where the rule's text says that it acts by itself; false where it asks people to. */
  alone: boolean
  /** The person who answers for the rule's source: actions denied to them are denied to the rule. Null: unknown. */
  ownerId: string | null
}

/** A drill on a test account. */
interface DrillIntent extends Terms {
  kind: 'drill'
}

/** One intended enforcement, by the way in which it is proposed. */
export type Intent =
  | DecisionIntent
  | InterimIntent
  | BulkItemIntent
  | ResubmissionIntent
  | AutomationIntent
  | DrillIntent

/** An intended enforcement with all facts and policies by which it is judged. */
export interface Proposal<I extends Intent = Intent> {
  intent: I
  judgedBy: JudgedBy
  guards: Guards
  policyHash: Buffer
}

/** The seconds of review of a drill, which has no case to review. */
const DRILL_SECONDS = 600

const SOURCES: Record<Intent['kind'], EnforcementSource> = {
  decision: 'person',
  interim: 'person',
  bulk_item: 'bulk_action',
  resubmission: 'person',
  automation: 'automation',
  drill: 'schedule',
}

/** The columns of an enforcement that only some ways of proposing set. */
const NO_COLUMNS = {
  ...{ id: null, legalDuty: false, caseId: null, decisionId: null, interim: false, reason: null, identifiedAs: null },
  ...{
    successorOf: null,
    signatureId: null,
    proposalSignatureId: null,
    ground: null,
    groundRef: null,
    bulkActionId: null,
  },
}
type OwnColumns = Pick<NewEnforcement, keyof typeof NO_COLUMNS>

function ownColumnsOf(intent: Intent): OwnColumns {
  switch (intent.kind) {
    case 'decision':
    case 'interim': {
      const { kind, legalDuty, caseId, decisionId, ground, signed } = intent
      return {
        ...NO_COLUMNS,
        ...{ legalDuty, caseId, decisionId },
        ...{ id: signed?.enforcementId ?? null, proposalSignatureId: signed?.signatureId ?? null },
        ...{ ground: ground?.kind ?? null, groundRef: ground?.ref ?? null },
        ...(kind === 'interim'
          ? { interim: true, reason: intent.reason }
          : { identifiedAs: intent.identifiedAs ?? null }),
      }
    }
    case 'resubmission': {
      const { legalDuty, caseId, decisionId, identifiedAs, of: successorOf, signed } = intent
      const { enforcementId: id, signatureId } = signed
      return { ...NO_COLUMNS, legalDuty, caseId, decisionId, identifiedAs, successorOf, id, signatureId }
    }
    case 'bulk_item':
      return { ...NO_COLUMNS, bulkActionId: intent.bulkActionId }
    case 'automation':
      return { ...NO_COLUMNS, caseId: intent.caseId }
    case 'drill':
      return NO_COLUMNS
    default:
      return intent satisfies never
  }
}

/** The columns of an enforcement that follow from its intent alone. */
export function columnsOf(intent: Intent) {
  const { kind, subject, action, label, durationMs, countries, ownAction = null, policyId, by } = intent
  return {
    ...ownColumnsOf(intent),
    ...{ subject, action, label, durationMs, policyId, source: SOURCES[kind], proposedBy: actorKey(by) },
    countries: countries ? [...countries].sort() : null,
    ownAction,
  }
}

/** Returns the query for the facts by which an intended enforcement is judged. */
export function toJudge(intent: Intent): ToJudge {
  const { subject, accountId, action, ownAction, by, asked } = intent
  const { source, legalDuty, ground, groundRef } = columnsOf(intent)
  return {
    ...{ subject, accountId, action, by, source, legalDuty, gathered: asked.gathered },
    ...(ownAction && { ownAction }),
    ...(ground && { ground: { kind: ground, ref: groundRef } }),
    openedAt: null,
    ...ownFactsOf(intent),
  }
}

/** The proposer's time with the case and their facts, where the intent supplies them. */
function ownFactsOf(intent: Intent): Partial<ToJudge> {
  switch (intent.kind) {
    case 'decision': {
      const { openedAt, reviewSeconds } = intent
      return { openedAt, ...(reviewSeconds === undefined ? {} : { reviewSeconds }) }
    }
    case 'resubmission': {
      const { reviewSeconds, seenSeconds } = intent
      return { reviewSeconds, seenSeconds }
    }
    case 'bulk_item':
      return intent.actorFacts === null ? {} : { actorFacts: intent.actorFacts }
    case 'drill':
      return { reviewSeconds: DRILL_SECONDS, seenSeconds: DRILL_SECONDS }
    default:
      return {}
  }
}
