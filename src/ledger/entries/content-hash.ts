import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'

/**
 * Hashes a row's content; equal content has an equal hash. It needs no salt: it is stored in the payload of a ledger
 * entry, which is salted, so it reveals nothing after erasure.
 */
export const contentHash = (content: object): string =>
  createHash('sha256')
    .update(canonicalJson(content as Json))
    .digest('base64url')

/** The columns of a person that never change after they were added. Times in ISO 8601. */
export interface StaffContent {
  pseudonym: string
  name: string
  languages: readonly string[]
  clearances: readonly string[]
  employment: string
  employer: string
  site: string
  team: string
  rollingContract: boolean
}
export const staffHash = (content: StaffContent): string => contentHash(content)

/** The columns of a passkey that never change after enrolment and are not in its ledger entry. */
export interface PasskeyContent {
  /** Hex. */
  publicKey: string
  aaguid: string
  label: string
  backupEligible: boolean
}
export const passkeyHash = ({ publicKey, aaguid, label, backupEligible }: PasskeyContent): string =>
  contentHash({ publicKey, aaguid, label, backupEligible })

/** The columns of a rota entry without its person. Times as HH:MM, days as YYYY-MM-DD. */
export interface RotaContent {
  turn: string
  zone: string
  days: readonly number[]
  begins: string
  ends: string
  fromDay: string
  untilDay: string | null
}
export function rotaHash({ turn, zone, days, begins, ends, fromDay, untilDay }: RotaContent): string {
  return contentHash({ turn, zone, days, begins, ends, fromDay, untilDay })
}

/**
 * The columns of a report. `reportedAt` in ISO 8601; `account` as the report stated it, null without; `evidence` the
 * SHA-256 of each piece, in hex, sorted.
 */
export interface ReportContent {
  subject: string
  ground: string
  category: string
  keyword: string | null
  comment: string | null
  language: string | null
  region: string | null
  reporterId: string
  reportedAt: string
  account: object | null
  evidence: readonly string[]
}
export const reportHash = (content: ReportContent): string => contentHash(content)

/** The columns of a newsworthy exception that are not in its ledger entry. */
export interface ExceptionContent {
  accountId: string | null
  proposedBy: string
  signatureId: string
  whoSpeaks: string
  publicInterest: string
  harm: string
  alternatives: string
}
export function exceptionHash(exception: ExceptionContent): string {
  const { accountId, proposedBy, signatureId, whoSpeaks, publicInterest, harm, alternatives } = exception
  return contentHash({ accountId, proposedBy, signatureId, whoSpeaks, publicInterest, harm, alternatives })
}

/** The columns of a view: the record that a person was shown something. Times in ISO 8601, to the millisecond. */
export interface ViewContent {
  staffId: string
  kind: string
  subject: string | null
  accountId: string | null
  caseId: string | null
  enforcementId: string | null
  mediaId: string | null
  reason: string | null
  words: string | null
  inCase: boolean
  shown: number
  at: string
}
export const viewHash = (view: ViewContent): string => contentHash(view)

/** The columns of an enforcement that never change and are not in its ledger entry. */
export interface EnforcementContent {
  accountId: string | null
  label: string | null
  legalDuty: boolean
  source: string
  reach: number | null
  protected: boolean
  successorOf: string | null
  /** The signature of a resubmission; null: not signed. */
  signatureId: string | null
  interim: boolean
  ground: string | null
  groundRef: string | null
  proposalSignatureId: string | null
  shadow: boolean
  bulkActionId: string | null
  countries: readonly string[] | null
}
export function enforcementHash(enforcement: EnforcementContent): string {
  const { accountId, label, legalDuty, source, reach, protected: isProtected } = enforcement
  const { successorOf, signatureId, interim, shadow, bulkActionId, countries } = enforcement
  const { ground, groundRef, proposalSignatureId } = enforcement
  const content = {
    accountId,
    label,
    legalDuty,
    source,
    reach,
    protected: isProtected,
    successorOf,
    signatureId,
    interim,
    bulkActionId,
  }
  return contentHash({ ...content, shadow, countries, ground, groundRef, proposalSignatureId })
}

/** The columns of a verdict without those about people that are erased after 30 days. The policy's hash in hex. */
export interface VerdictContent {
  outcome: string
  requirement: object
  fired: readonly object[]
  off: readonly string[]
  facts: object
  policyHash: string
}
export function verdictHash(verdict: VerdictContent): string {
  const { outcome, requirement, fired, off, facts, policyHash } = verdict
  return contentHash({ outcome, requirement, fired, off, facts, policyHash })
}

/** The content of an answer to an enforcement that its author stands for. */
export interface AnswerContent {
  reason: string | null
  core: string
  asShown: string
  /** The signature, where the answer takes one; null: not signed. */
  signatureId: string | null
}
export const answerHash = ({ reason, core, asShown, signatureId }: AnswerContent): string =>
  contentHash({ reason, core, asShown, signatureId })

/** The columns of a change that never change and are not in its ledger entry. */
export interface ChangeContent {
  body: string
  says: string
  reason: string
}
export const changeHash = ({ body, says, reason }: ChangeContent): string => contentHash({ body, says, reason })

/** The hash of an answer to a change. */
export const changeAnswerHash = ({ reason, core, signatureId }: Omit<AnswerContent, 'asShown'>): string =>
  contentHash({ reason, core, signatureId })

/** The columns of a signature: the assertion, its signer, key, act and object. */
export interface SignatureContent {
  staffId: string
  credentialId: string
  act: string
  about: string
  core: string
  asShown: string
  clientData: Buffer
  authenticatorData: Buffer
  signature: Buffer
}
export function signatureHash(signature: SignatureContent): string {
  const { staffId, credentialId, act, about, core, asShown } = signature
  const [clientData, authenticatorData, signed] = [
    signature.clientData.toString('hex'),
    signature.authenticatorData.toString('hex'),
    signature.signature.toString('hex'),
  ]
  return contentHash({
    staffId,
    credentialId,
    act,
    about,
    core,
    asShown,
    clientData,
    authenticatorData,
    signature: signed,
  })
}

/** The columns of a drift that are not in its ledger entry. */
export interface FindingContent {
  accountId: string
  was: string | null
  isNow: string | null
}
export const findingHash = ({ accountId, was, isNow }: FindingContent): string => contentHash({ accountId, was, isNow })

/** The columns of a channel that are not in its ledger entry, without its address and secret. */
export interface ChannelContent {
  name: string
  staffId: string | null
  takes: string
  shows: string
  /** For an event channel: the kinds of event that it takes; `keyId` is the API key whose rights it uses. */
  events: readonly string[] | null
  keyId: string | null
}
export const channelHash = ({ name, staffId, takes, shows, events, keyId }: ChannelContent): string =>
  contentHash({ name, staffId, takes, shows, events: events === null ? null : [...events], keyId })

/** The columns of a bulk action that never change and are not in its ledger entry. */
export interface BulkActionContent {
  label: string | null
  durationMs: number | null
  foundBy: string
  rationale: string
}
export function bulkActionHash({ label, durationMs, foundBy, rationale }: BulkActionContent): string {
  return contentHash({ label, durationMs, foundBy, rationale })
}

/** The columns of a signal. Times in ISO 8601, the body's hash in hex. */
export interface SignalContent {
  keyId: string
  clientId: string
  bodyHash: string
  source: string
  subject: string
  kind: string
  name: string
  version: string | null
  score: number | null
  category: string
  seenAt: string
}
export function signalHash(content: SignalContent): string {
  const { keyId, clientId, bodyHash, source, subject, kind, name, version, score, category, seenAt } = content
  return contentHash({ keyId, clientId, bodyHash, source, subject, kind, name, version, score, category, seenAt })
}

/** The result of one run of an automation rule on a subject. */
export interface RunContent {
  ruleId: string
  ruleHash: string
  source: string
  mode: string
  does: string
  caseId: string | null
  signalId: string | null
  outcome: string
  why: string | null
  enforcementId: string | null
}
export function runHash(content: RunContent): string {
  const { ruleId, ruleHash, source, mode, does, caseId, signalId, outcome, why, enforcementId } = content
  return contentHash({ ruleId, ruleHash, source, mode, does, caseId, signalId, outcome, why, enforcementId })
}
