import { collectionOf, type Subject } from '@countersign/platform-kit'
import type { Category } from './categories.ts'

const DESK_TIMEOUT_MS = 5_000
const PROBLEM_CHARS_MAX = 300

export interface Desk {
  url: string
  key: string
}

/**
 * A visitor's report. `reportId` and `reportedAt` stay the same when the report is sent again, so that the desk
 * recognises it.
 */
export interface ReportDraft {
  reportId: string
  subject: Subject
  ground: 'terms' | 'illegal'
  category: Category
  reporterId: string
  reportedAt: string
  comment?: string
}

/** The evidence the visitor saw when reporting. */
export interface Evidence {
  text: string
  language: string | null
  /** For an account: its picture, as PNG. */
  picture?: Buffer
}

export interface ReportOutcome {
  /** `unknown`: the desk may or may not have received it. */
  arrived: 'yes' | 'no' | 'unknown'
  status: number
  title: string
  detail: string
}

/** Sends a report to the desk and states its outcome. Never throws. */
export async function reportToDesk(
  desk: Desk | undefined,
  draft: ReportDraft,
  evidence: Evidence,
): Promise<ReportOutcome> {
  if (!desk) return notReceived(503, 'This platform has no trust & safety desk to send it to.')
  let response: Response
  try {
    response = await fetch(new URL('/v1/reports', desk.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(toReport(draft, evidence)),
      signal: AbortSignal.timeout(DESK_TIMEOUT_MS),
    })
  } catch (error) {
    return isTimeout(error) ? UNKNOWN : notReceived(502, 'The trust & safety desk can not be reached just now.')
  }
  if (response.status === 201) return { ...RECEIVED, detail: 'The trust & safety desk has it and will look at it.' }
  if (response.status === 200) return { ...RECEIVED, detail: 'The trust & safety desk had it already.' }
  const problem = await describeProblem(response)
  return notReceived(502, `The trust & safety desk answered ${response.status}${problem && `: ${problem}`}`)
}

const RECEIVED = { arrived: 'yes', status: 200, title: 'Your report was received.' } as const

const UNKNOWN: ReportOutcome = {
  arrived: 'unknown',
  status: 504,
  title: 'We do not know whether your report was received.',
  detail: 'The trust & safety desk did not answer in time. You may send it again; it will count once.',
}

function notReceived(status: number, detail: string): ReportOutcome {
  return { arrived: 'no', status, title: 'Your report was not received.', detail }
}

function toReport({ reportId, comment, subject, ...draft }: ReportDraft, { text, language, picture }: Evidence) {
  return {
    id: reportId,
    ...draft,
    // The desk takes a community or a list by its own kind and id.
    subject: collectionOf(subject) ?? subject,
    ...(comment && { comment }),
    ...(language && { language }),
    evidence: [
      { class: 'ordinary', mediaType: 'text/plain', text },
      ...(picture ? [{ class: 'ordinary', mediaType: 'image/png', base64: picture.toString('base64') }] : []),
    ],
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

/** Returns the text of a problem (RFC 9457), if the answer contains one. */
async function describeProblem(response: Response): Promise<string> {
  try {
    const { title, detail } = JSON.parse(await response.text())
    return [title, detail]
      .filter((text) => typeof text === 'string')
      .join(' ')
      .slice(0, PROBLEM_CHARS_MAX)
  } catch {
    return '' // Not JSON: the status says enough.
  }
}
