import { setTimeout as pause } from 'node:timers/promises'
import { showProgress } from '../../src/app/cli/print/show-progress.ts'
import { RunError } from './run-error.ts'

const BATCH_LINES = 500
const SENDERS = 4
const RETRY_MS = 200
const TIMEOUT_MS = 30_000

export interface SendingReports {
  deskUrl: string
  key: string
  /** The time for which a batch is sent again when some of its reports are unanswered. */
  patienceMs: number
  say: (line: string) => void
}

/** Sends reports over HTTP, some batches at a time; what was not answered is sent again under the same ids. */
export async function sendReports(lines: readonly string[], sending: SendingReports): Promise<void> {
  const progress = showProgress('Sending', lines.length, sending.say)
  const starts = Array.from({ length: Math.ceil(lines.length / BATCH_LINES) }, (_, n) => n * BATCH_LINES).values()
  let sent = 0
  const send = async () => {
    for (const start of starts) {
      const batch = lines.slice(start, start + BATCH_LINES)
      await sendBatch(batch, sending)
      sent += batch.length
      progress.update(sent)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send)).finally(() => progress.end())
}

async function sendBatch(batch: readonly string[], sending: SendingReports): Promise<void> {
  const untilMs = performance.now() + sending.patienceMs
  for (let left = batch; left.length > 0; ) {
    left = await sendOnce(left, sending).catch((error: unknown) => {
      if (error instanceof RunError || performance.now() > untilMs) throw error
      return left
    })
    if (left.length === 0) return
    if (performance.now() > untilMs) throw new RunError(`${left.length} reports of a batch were not received.`)
    await pause(RETRY_MS)
  }
}

interface LineAnswer {
  line: number
  status: number
}

/** Answers the lines that were not received. */
async function sendOnce(lines: readonly string[], { deskUrl, key }: SendingReports): Promise<string[]> {
  const response = await fetch(new URL('/v1/reports/batch', deskUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `${line}\n`).join(''),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.text()
  if (response.status === 503) return [...lines]
  if (response.status !== 207) throw new RunError(`A batch of reports was answered with ${response.status}: ${text}`)
  const answers: LineAnswer[] = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  const refused = answers.find(({ status }) => ![200, 201, 503].includes(status))
  if (refused) throw new RunError(`A report was answered so: ${JSON.stringify(refused)}`)
  const received = new Set(answers.filter(({ status }) => status !== 503).map(({ line }) => line))
  return lines.filter((_line, place) => !received.has(place + 1))
}
