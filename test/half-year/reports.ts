import { makeRandom, zipf } from '../../bench/random.ts'
import { RunError } from '../real-run/run-error.ts'

/** The reports of one case on average: with fewer, 5,000 reviewers could not decide what 1,000 reports a second open. */
export const REPORTS_OF_A_CASE = 36
const CONTENTS_OF_TEN = 7
const LINES = 500
const SENDERS = 4
const COMMENTS = [
  '',
  'This account sends the same message to everybody who writes about trains.',
  'They say they are the ministry, and they are not. The real one has a blue door in its picture.',
] as const

/** The subjects that are reported on a day. Each has its own number: small ones are reported by many. */
export const countSubjects = (reports: number): number => Math.max(1, Math.round(reports / REPORTS_OF_A_CASE))

/** The id of a subject. Seven of ten are contents, the others accounts. */
const subjectOf = (day: string, place: number) => ({
  kind: place % 10 < CONTENTS_OF_TEN ? 'content' : 'account',
  id: `s-${day}-${place}`,
})

/** The ids of the accounts among these subjects. */
export const listAccounts = (day: string, subjects: number): string[] =>
  Array.from({ length: subjects }, (_, place) => subjectOf(day, place)).flatMap(({ kind, id }) =>
    kind === 'account' ? [id] : [],
  )

/** The body of one report. */
export const reportOf = (id: string, subject: object, at: Date, comment = '') => ({
  ...{ id, subject, reporterId: `p-${id}`, ground: 'terms', category: 'SCAMS_AND_FRAUD', language: 'en', region: 'IE' },
  ...{ reportedAt: at.toISOString(), ...(comment === '' ? {} : { comment }) },
})

interface Sending {
  url: string
  key: string
  day: string
  at: Date
  reports: number
}

/** Sends the reports of a day in batches. Each line must be accepted. */
export async function sendReports({ url, key, day, at, reports }: Sending): Promise<void> {
  const random = makeRandom(at.getTime())
  const pick = zipf(random, countSubjects(reports))
  let sent = 0
  const makeLine = () => {
    const comment = COMMENTS[Math.floor(random() * COMMENTS.length)]
    return JSON.stringify(reportOf(`${day}-${sent++}`, subjectOf(day, pick()), at, comment))
  }
  const send = async () => {
    while (sent < reports) {
      const lines = Array.from({ length: Math.min(LINES, reports - sent) }, makeLine)
      await sendBatch(url, key, lines)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
}

async function sendBatch(url: string, key: string, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${url}/v1/reports/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  })
  const answers = (await response.text()).trimEnd().split('\n')
  const wrong = answers.find((answer) => !answer.includes('"status":201'))
  if (response.status !== 207 || answers.length !== lines.length || wrong !== undefined)
    throw new RunError(`A batch of ${lines.length} reports was answered ${response.status}: ${wrong ?? answers.length}`)
}
