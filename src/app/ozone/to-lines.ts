import { categoryOf } from '../../cases/atproto/to-report.ts'
import { COMMENT_CHARS_MAX, KEYWORD_CHARS_MAX } from '../../cases/intake/report-body.ts'
import { parseAtUri, subjectOfRecord } from '../../foundation/atproto/at-uri.ts'
import { LABEL_VALUE } from '../../foundation/atproto/label-value.ts'
import type { Subject } from '../../foundation/domain.ts'
import { REASON_CHARS_MAX } from '../../cases/import/restriction-line.ts'
import { toStorable } from '../../foundation/messages/stored-text.ts'

/** An event with a report, whose subject is still open. */
export interface ReportEvent {
  id: number
  /** The kind of subject: an account, a record, or a message or conversation of a chat. */
  type: string | null
  did: string
  uri: string | null
  cid: string | null
  reason: string | null
  comment: string | null
  by: string
  at: string
}

/** The state of a subject that is taken down, with the event that took it down. */
export interface TakedownStatus {
  id: number
  did: string
  /** The collection and the key of a record. Empty: the account itself. */
  path: string
  suspendUntil: string | null
  at: string
  by: string | null
  comment: string | null
}

/** The newest label of one source, address and value. */
export interface LabelRow {
  id: number
  src: string
  uri: string
  val: string
  at: string
  expires: string | null
}

/** A line of a file that the desk imports. Undefined: the desk has no such subject or action. */
type Line = object | undefined

/** Returns the line of an open report. A message of a chat is no subject of this desk. */
export function toReportLine({ id, type, did, uri, cid, reason, comment, by, at }: ReportEvent): Line {
  const subject = type?.startsWith('chat.') ? undefined : subjectOf(did, uri)
  if (subject === undefined) return undefined
  const version = uri !== null && cid ? JSON.stringify({ uri, cid }) : undefined
  const words = comment && toStorable(comment, COMMENT_CHARS_MAX)
  return {
    ...{ type: 'report', id: `ozone-report-${id}`, subject, ground: 'terms', category: categoryOf(reason ?? '') },
    ...{ reporterId: by, reportedAt: at },
    ...(reason && { keyword: reason.slice(0, KEYWORD_CHARS_MAX) }),
    ...(words && { comment: words }),
    ...(version && {
      evidence: [{ class: 'ordinary', mediaType: 'application/json', text: version, reference: uri ?? '' }],
    }),
  }
}

/** Returns the line of a takedown that stands. One with an end is a suspension. */
export function toTakedownLine({ id, did, path, suspendUntil, at, by, comment }: TakedownStatus, tool: string): Line {
  const subject = subjectOf(did, path === '' ? null : `at://${did}/${path}`)
  if (subject === undefined) return undefined
  const action = subject.kind === 'content' ? 'remove' : suspendUntil === null ? 'deactivate' : 'suspend'
  const reason = comment && toStorable(comment, REASON_CHARS_MAX)
  return {
    ...{ type: 'restriction', id: `ozone-takedown-${id}-${at}`, subject, action, tool, since: at },
    ...(suspendUntil !== null && { until: suspendUntil }),
    ...(by && { decidedBy: by }),
    ...(reason && { reason }),
  }
}

/** Returns the line of a label that stands. A value such as !takedown is no label of the desk. */
export function toLabelLine({ id, src, uri, val, at, expires }: LabelRow, tool: string): Line {
  const subject = uri.startsWith('did:') ? subjectOf(uri, null) : subjectOf('', uri)
  if (subject === undefined || !LABEL_VALUE.test(val)) return undefined
  return {
    ...{ type: 'restriction', id: `ozone-label-${id}`, subject, action: 'label', label: val, tool, since: at },
    ...{ decidedBy: src, ...(expires !== null && { until: expires }) },
  }
}

function subjectOf(did: string, uri: string | null): Subject | undefined {
  if (uri === null) return { kind: 'account', id: did }
  const at = parseAtUri(uri)
  return at && subjectOfRecord(at)
}
