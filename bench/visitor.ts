import { setTimeout as pause } from 'node:timers/promises'
import { BenchError } from './bench.ts'
import type { HttpConnection } from './http-connection.ts'

/** The pause between two looks: at first as short as a timer allows, later a share of the time waited so far. */
const LOOK_SHARE = 0.02
const LOOK_MS_MIN = 1

/** Reads an account's page of the demo platform until it answers with this status. Returns the time of that answer. */
export async function lookUntil(
  page: HttpConnection,
  handle: string,
  status: 200 | 410,
  withinMs: number,
): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const answer = await page.send('GET', `/@${handle}`, '')
    const now = performance.now()
    if (answer.status === status) return now
    if (answer.status !== 200 && answer.status !== 410) {
      throw new BenchError(`The page of @${handle} was answered ${answer.status}: ${answer.body}`)
    }
    if (now - begun > withinMs) throw new BenchError(`The page of @${handle} was not ${status} within ${withinMs} ms.`)
    await pause(Math.max(LOOK_MS_MIN, (now - begun) * LOOK_SHARE))
  }
}

const LINES_AT_ONCE = 10_000

/** Gives the platform unprotected accounts, each with its id as its handle. */
export const addAccounts = (platformUrl: string, ids: readonly string[]): Promise<void> =>
  addSubjects(
    platformUrl,
    ids.map((id) => ({ type: 'account', id, handle: id, displayName: id, reach: 31, verified: false, tags: [] })),
  )

/** Gives the platform accounts and contents. */
export async function addSubjects(platformUrl: string, subjects: readonly object[]): Promise<void> {
  for (let from = 0; from < subjects.length; from += LINES_AT_ONCE) {
    const part = subjects.slice(from, from + LINES_AT_ONCE)
    const headers = { 'content-type': 'application/x-ndjson' }
    const body = part.map((subject) => JSON.stringify(subject)).join('\n')
    const response = await fetch(`${platformUrl}/load`, { method: 'POST', headers, body })
    const text = await response.text()
    const { accounts = 0, contents = 0 } = response.ok ? JSON.parse(text) : {}
    if (accounts + contents !== part.length) {
      throw new BenchError(`The platform did not take the subjects: ${response.status} ${text}`)
    }
  }
}

/** Ids of accounts that only one bench uses. */
export const accountIds = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${prefix}${number}`)
