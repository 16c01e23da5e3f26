import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { StoredRow } from '../checks/cross-check.ts'

/**
 * Hashes a row's content; equal content has an equal hash. The hash needs no salt: it is stored in the payload of a
 * ledger entry, which is salted, so it reveals nothing after erasure.
 */
export const contentHash = (content: object): string =>
  createHash('sha256')
    .update(canonicalJson(content as Json))
    .digest('base64url')

/** A row as a caller has it, or as a check reads it from the database. */
type Row<Name extends string> = Readonly<Record<Name, unknown>> | StoredRow

/** Returns the hash of the named columns of a row. */
export const hashOf =
  <Name extends string>(...names: readonly Name[]) =>
  (row: Row<Name>): string => {
    const columns = row as Readonly<Record<Name, unknown>>
    return contentHash(Object.fromEntries(names.map((name) => [name, columns[name]])))
  }

/** The columns of a person that only a change of two people changes after they were added. Times in ISO 8601. */
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
  /** The platforms at which their roles count, by role. Left out or empty: at each. */
  rolePlatforms?: Readonly<Record<string, readonly string[]>>
}

/** People without a limited role have the hash that they had before roles could be limited. */
export const staffHash = ({ rolePlatforms = {}, ...content }: StaffContent): string =>
  contentHash(Object.keys(rolePlatforms).length === 0 ? content : { ...content, rolePlatforms })

/** The columns of a passkey that never change after enrolment and are not in its ledger entry; `publicKey` in hex. */
export const passkeyHash = hashOf('publicKey', 'aaguid', 'label', 'backupEligible')

/** The columns of a rota entry without its person. Times as HH:MM, days as YYYY-MM-DD. */
export const rotaHash = hashOf('turn', 'zone', 'days', 'begins', 'ends', 'fromDay', 'untilDay')

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
  /** The item as the report stated it. Left out without one. */
  item?: object
  evidence: readonly string[]
}
export const reportHash = (content: ReportContent): string => contentHash(content)

/** The columns of a newsworthy exception that are not in its ledger entry. */
export const exceptionHash = hashOf(
  'accountId',
  'proposedBy',
  'signatureId',
  'whoSpeaks',
  'publicInterest',
  'harm',
  'alternatives',
)

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
export const enforcementHash = (row: Row<EnforcementColumn>): string => {
  const columns: Readonly<Record<string, unknown>> = row
  const later = LATER_COLUMNS.filter((name) => (columns[name] ?? null) !== null)
  return hashOf<string>(...ENFORCEMENT_COLUMNS, ...later)(columns)
}

const ENFORCEMENT_COLUMNS = [
  'accountId',
  'label',
  'legalDuty',
  'source',
  'reach',
  'protected',
  'successorOf',
  'signatureId',
  'interim',
  'ground',
  'groundRef',
  'proposalSignatureId',
  'shadow',
  'bulkActionId',
  'countries',
] as const
type EnforcementColumn = (typeof ENFORCEMENT_COLUMNS)[number]
/** Columns that were added later: without a value a row has the hash that it had before. */
const LATER_COLUMNS = ['ownAction', 'contentVersion'] as const

/** The columns of a verdict without those about people that are erased after 30 days. The policy's hash in hex. */
export const verdictHash = hashOf('outcome', 'requirement', 'fired', 'off', 'facts', 'policyHash')

/**
 * The content of an answer to an enforcement for which its author is responsible. `signatureId` null: the answer is not
 * signed.
 */
export const answerHash = hashOf('reason', 'core', 'asShown', 'signatureId')

/** The columns of a change that never change and are not in its ledger entry. */
export const changeHash = hashOf('body', 'says', 'reason')

/** The hash of an answer to a change. */
export const changeAnswerHash = hashOf('reason', 'core', 'signatureId')

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
export const driftHash = hashOf('accountId', 'was', 'isNow')

/** The columns of a channel that are not in its ledger entry, without its address and secret. */
export const channelHash = hashOf('name', 'staffId', 'takes', 'shows', 'events', 'keyId')

/** The columns of a bulk action that never change and are not in its ledger entry. */
const BULK_ACTION_COLUMNS = ['label', 'durationMs', 'foundBy', 'rationale'] as const
const hashOwnBulkAction = hashOf(...BULK_ACTION_COLUMNS, 'ownAction')
/** Returns the hash of a bulk action. One of the eight actions has the hash of its other columns. */
export const bulkActionHash = (row: Row<(typeof BULK_ACTION_COLUMNS)[number]>): string =>
  'ownAction' in row && row.ownAction !== null
    ? hashOwnBulkAction(row as Row<(typeof BULK_ACTION_COLUMNS)[number] | 'ownAction'>)
    : hashOf(...BULK_ACTION_COLUMNS)(row)

/** The columns of a signal. Times in ISO 8601, the body's hash in hex. */
const SIGNAL_COLUMNS = [
  'keyId',
  'clientId',
  'bodyHash',
  'source',
  'subject',
  'kind',
  'name',
  'version',
  'score',
  'category',
  'seenAt',
] as const
/** Returns the hash of a signal. One without details has the hash of its other columns. */
export const signalHash = (row: Row<(typeof SIGNAL_COLUMNS)[number] | 'details'>): string =>
  (row as Readonly<Record<string, unknown>>).details === null
    ? hashOf(...SIGNAL_COLUMNS)(row)
    : hashOf(...SIGNAL_COLUMNS, 'details')(row)

/** The result of one run of an automation rule on a subject. */
export const runHash = hashOf(
  'ruleId',
  'ruleHash',
  'source',
  'mode',
  'does',
  'caseId',
  'signalId',
  'outcome',
  'why',
  'enforcementId',
)
