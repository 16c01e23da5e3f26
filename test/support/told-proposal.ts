import assert from 'node:assert/strict'
import { violation } from './desk-flow.ts'
import { only, type Person, type startGate } from './gate-flow.ts'
import { signatureFor } from './sign.ts'

/** A proposed action whose traces in an answer differ from all else the desk sends. */
export interface Told {
  subject: { kind: 'account'; id: string }
  handle: string
  action: object
  more?: object
  /** The words that would give it away, anywhere in an answer. */
  words: readonly string[]
}

/** Proposes an action in a case about its subject, as the console does. */
export async function propose(
  desk: Awaited<ReturnType<typeof startGate>>,
  who: Person,
  { subject, action, more }: Told,
) {
  const { gate } = desk
  const caseId = await gate.claim(subject, who)
  const { body } = await gate.preview(caseId, who, action)
  const signed = await signatureFor(desk, who, { caseId, policyId: 'scam', ...action })
  const actions = [{ ...action, ...more, ...signed, previewToken: String(body.token) }]
  const decided = await gate.post(
    who,
    `/v1/cases/${caseId}/decisions`,
    violation({ rationale: 'it warrants quokkas', actions }),
  )
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  return { caseId, enforcementId: only(decided.body.enforcements) }
}
