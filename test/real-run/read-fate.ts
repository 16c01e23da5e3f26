import { expectStatus } from './desk-client.ts'
import type { Fate, Fates } from './guarded-cases.ts'
import { RunError } from './run-error.ts'
import type { Reviewer } from './take-cases.ts'

/** Reads a case as an approver does; returns the outcome they are to give it. */
export async function readFate({ pseudonym, client }: Reviewer, caseId: string, fates: Fates): Promise<Fate> {
  const what = `${pseudonym} reading ${caseId}`
  const { subject } = expectStatus(what, await client.get(`/v1/cases/${caseId}`), [200])
  const fate = fates[(subject as { id: string }).id]
  if (fate === undefined) throw new RunError(`${what} was asked about what nobody was to ask for.`)
  return fate
}
