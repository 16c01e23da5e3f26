import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Harm, RecordedGround, StaffCaller } from '../../src/foundation/domain.ts'
import { agreeSigned, REASON } from './changes.ts'
import { violation } from './desk-flow.ts'
import { type Person, startGate } from './gate-flow.ts'
import { signProposal } from './sign.ts'

export type GateDesk = Awaited<ReturnType<typeof startGate>>

/** A post of the minister, by its number. */
export const speech = (n: number) => ({ kind: 'content', id: `speech-${n}` }) as const

const HOUR_MS = 3_600_000

/** Starts a desk and a minister with this many posts, each published an hour ago unless stated otherwise. */
export async function startMinisterPosts(
  t: Parameters<typeof startGate>[0],
  posts: number,
  hoursAgo = 1,
): Promise<GateDesk> {
  const desk = await startGate(t)
  const at = new Date(desk.now().getTime() - hoursAgo * HOUR_MS).toISOString()
  await desk.demo.store.inTransaction((tx) => {
    for (let n = 0; n < posts; n++)
      tx.run`insert into content (id, account_id, kind, text, created_at)
        values (${speech(n).id}, 'vale', 'post', 'A speech.', ${at})`
  })
  return desk
}

/** Two people mark a policy as covering irreversible harm. */
export async function markIrreversibleHarm(desk: GateDesk, policyId: string, harm: Harm | null): Promise<void> {
  const policy = async (): Promise<StaffCaller> => {
    const { id } = await desk.person({ roles: ['policy'], onShift: false })
    return { kind: 'staff', id, pseudonym: id, roles: ['policy'] }
  }
  const change = await proposeChange(desk.desk, {
    ...{ wanted: { kind: 'harm_policy', policyId, harm }, reason: REASON },
    by: await policy(),
  })
  if (change.state === 'proposed') await agreeSigned(desk.desk, change.id, await policy())
}

interface Alone {
  subject: { kind: 'content'; id: string }
  policyId: string
  ground: { kind: RecordedGround['kind']; ref?: string }
  caseId?: string
}

type Answered = Awaited<ReturnType<GateDesk['gate']['post']>>
interface Hidden {
  prepared: Answered
  decided: Answered
  caseId: string
}

/** The most times a signature is prepared for one hide when the account changes in between. */
const TRIES = 3

/** Signs and hides a content alone, on a named ground. */
export async function hideAlone(
  desk: GateDesk,
  who: Person,
  { subject, policyId, ground, ...given }: Alone,
  tries = TRIES,
): Promise<Hidden> {
  const caseId = given.caseId ?? (await desk.gate.claim(subject, who))
  const wish = { action: 'hide', ground }
  const { signature, prepared } = await signProposal(desk, who, { caseId, policyId, ...wish })
  const actions = [{ ...wish, ...(signature ? { signature } : {}) }]
  const decided = await desk.gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ policyId, actions }))
  const isChanged = decided.body.why === 'changed' && tries > 1
  if (isChanged) return hideAlone(desk, who, { subject, policyId, ground, caseId }, tries - 1)
  return { prepared, decided, caseId }
}

/** Extends the shift of a person who is still at work. */
export const extendShift = (desk: GateDesk, who: Person) => desk.gate.post(who, '/v1/me/shift', { plannedMinutes: 120 })
