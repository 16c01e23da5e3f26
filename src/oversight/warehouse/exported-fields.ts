/** The type of each column of the export, the same in NDJSON and in files. */
export const COLUMNS = {
  number: 'integer',
  part: 'integer',
  kind: 'text',
  at: 'time',
  restates: 'integer',
  erased: 'integer',
  subjectKind: 'text',
  subjectId: 'text',
  caseId: 'text',
  category: 'text',
  source: 'text',
  reports: 'integer',
  decisionId: 'text',
  conclusion: 'text',
  policyId: 'text',
  enforcementId: 'text',
  action: 'text',
  ownAction: 'text',
  label: 'text',
  durationMs: 'integer',
  proposedAt: 'time',
  approvals: 'integer',
  declines: 'integer',
  cause: 'text',
  appealId: 'text',
  outcome: 'text',
} as const
type Column = keyof typeof COLUMNS

/** The columns of every line: `part` counts the lines of one ledger entry from 0. */
const BESIDE = ['number', 'part', 'kind', 'at', 'restates'] as const
type Field = Exclude<Column, (typeof BESIDE)[number]>

const SUBJECT = ['subjectKind', 'subjectId'] as const
const CASE = ['caseId', 'category', ...SUBJECT] as const
/** The facts of an enforcement that had an effect: its platform knows them. */
const EFFECT = [
  ...['enforcementId', 'action', 'ownAction', 'label', 'durationMs', 'policyId', 'caseId', 'decisionId'],
  ...['source', 'proposedAt', 'approvals', 'declines', ...SUBJECT],
] as const satisfies readonly Field[]
/** An enforcement that had no effect has no subject here: another one on the same subject may still wait for people. */
const WITHOUT_EFFECT = ['enforcementId', 'approvals', 'declines'] as const

/**
 * The fields that leave the desk, by kind of line. What is in no list is in no export: no person of the desk, no
 * reporter, no contact, no text that a person wrote, no hash, no answer of one approver.
 */
export const EXPORTED_FIELDS = {
  /** An entry that the reader may not read, or that has nothing for them. */
  withheld: [],
  /** The payload of the entry `erased` is gone: its lines must go from the warehouse too. */
  erased: ['erased'],
  reports_received: [...CASE, 'reports'],
  case_opened: [...CASE, 'source'],
  case_decided: [...CASE, 'decisionId', 'conclusion', 'policyId'],
  case_reopened: CASE,
  enforcement_in_effect: EFFECT,
  enforcement_confirmed: EFFECT,
  enforcement_restored: [...EFFECT, 'cause'],
  enforcement_failed: WITHOUT_EFFECT,
  enforcement_declined: WITHOUT_EFFECT,
  enforcement_stopped: WITHOUT_EFFECT,
  enforcement_expired: WITHOUT_EFFECT,
  appeal_received: ['appealId', 'enforcementId', 'decisionId', 'caseId', ...SUBJECT],
  appeal_ended: ['appealId', 'enforcementId', 'caseId', 'outcome', ...SUBJECT],
} as const satisfies Readonly<Record<string, readonly Field[]>>
export type ExportKind = keyof typeof EXPORTED_FIELDS
export const EXPORT_KINDS = Object.keys(EXPORTED_FIELDS) as ExportKind[]

export type Value = string | number | null
export type Fields = { readonly [Name in Field]?: Value | undefined }

/** One change of one object. `number` and `part` identify it: the same line has the same two in every reading. */
export type ExportLine = { number: number; part: number; kind: ExportKind; at?: string; restates?: number } & Fields

/** Returns the fields that leave the desk in a line of this kind. Pure. */
export const pickExported = (kind: ExportKind, fields: Fields): Fields =>
  Object.fromEntries(
    EXPORTED_FIELDS[kind].flatMap((name: Field) => {
      const value = fields[name]
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  )
