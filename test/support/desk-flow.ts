import { randomUUID } from 'node:crypto'
import { type GivenStaff, givenKey, givenStaff } from './people.ts'
import { bearer } from './server.ts'
import { waitFor } from './wait-for.ts'
import type { WorkingDesk } from './working-desk.ts'

/** Sends JSON to a route with a token; returns the answer. */
export async function send(
  { app }: Pick<WorkingDesk, 'app'>,
  token: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await app.inject({ method, url, headers: bearer(token), ...(payload ? { payload } : {}) })
  return { status: response.statusCode, body: response.body === '' ? {} : response.json() }
}

/** Creates a reviewer on shift. */
export const givenReviewer = (working: WorkingDesk, given: GivenStaff = {}): Promise<{ id: string; token: string }> =>
  givenStaff(working.desk.db, { onShift: true, languages: [], clearances: ['protected', 'safety'], ...given })

/** Sends a report about a subject; returns the case that contains it. */
export async function givenReport(
  working: WorkingDesk,
  subject: { kind: 'account' | 'content'; id: string },
  more: Record<string, unknown> = {},
): Promise<string> {
  const key = await givenKey(working.desk.db, ['report'])
  const report = {
    id: randomUUID(),
    subject,
    ground: 'terms',
    category: 'SCAMS_AND_FRAUD',
    reporterId: randomUUID(),
    reportedAt: '2026-05-01T09:00:00Z',
    ...more,
  }
  const { status, body } = await send(working, key.token, 'POST', '/v1/reports', report)
  if (status !== 201) throw new Error(`the report was answered ${status}: ${JSON.stringify(body)}`)
  // While another transaction holds the case, the report waits for it in the inbox. Sent again it gets the same answer.
  const again = async () => (await send(working, key.token, 'POST', '/v1/reports', report)).body.caseId
  return String(body.caseId ?? (await waitFor('the report to join its case', again)))
}

/** Claims the next case for a person; fails when there is none. */
export async function givenClaim(working: WorkingDesk, token: string): Promise<string> {
  const { status, body } = await send(working, token, 'POST', '/v1/cases/claim-next')
  const id = body.id ?? body.caseId
  if (status !== 200 || typeof id !== 'string') throw new Error(`no case was given: ${status} ${JSON.stringify(body)}`)
  return id
}

export const violation = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  conclusion: 'violation',
  policyId: 'scam',
  rationale: 'sells what is not there',
  actions: [{ action: 'suspend', durationMs: 604_800_000 }],
  ...more,
})
