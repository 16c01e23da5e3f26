import { setTimeout as pause } from 'node:timers/promises'
import { expectStatus } from './desk-client.ts'
import { expectAnswered } from './expect-answered.ts'
import type { Fate, Fates } from './guarded-cases.ts'
import { readFate } from './read-fate.ts'
import type { Reviewer } from './take-cases.ts'

const IDLE_MS = 2_000
const LIVE: readonly unknown[] = ['awaiting_approval', 'held', 'releasing', 'in_effect']

/** The intended outcome of each enforcement, by the enforcement's id. */
type Seen = Map<string, Fate>

/** One person takes confirm duties, and confirms most enforcements once they are in effect, until the run ends. */
export async function confirmUntilCalled(confirmer: Reviewer, fates: Fates, called: AbortSignal): Promise<void> {
  const seen: Seen = new Map()
  while (!called.aborted) {
    await takeOn(confirmer, fates, seen)
    for (const [enforcementId, fate] of seen) if (fate === 'confirmed') await confirm(confirmer, enforcementId, seen)
    await pause(IDLE_MS, undefined, { signal: called }).catch(() => undefined)
  }
}

/** Takes the confirm duty of every waiting enforcement that is to take effect, as it is shown now. */
async function takeOn(confirmer: Reviewer, fates: Fates, seen: Seen): Promise<void> {
  const { pseudonym, client } = confirmer
  const what = `${pseudonym} looking at what waits`
  const { items } = expectStatus(what, await client.get('/v1/enforcements?state=awaiting_approval'), [200])
  for (const { id, caseId } of items as { id: string; caseId: string }[]) {
    const fate = seen.get(id) ?? (await readFate(confirmer, caseId, fates))
    seen.set(id, fate)
    if (fate !== 'confirmed' && fate !== 'unconfirmed') continue
    const { material, may } = await look(confirmer, id, 'duty')
    if (!may) continue
    expectAnswered(`${what} taking on ${id}`, await client.post(`/v1/enforcements/${id}/duty`, { material }))
  }
}

async function confirm(confirmer: Reviewer, enforcementId: string, seen: Seen): Promise<void> {
  const { pseudonym, client } = confirmer
  const what = `${pseudonym} looking whether ${enforcementId} is in effect`
  const { state } = expectStatus(what, await client.get(`/v1/enforcements/${enforcementId}`), [200])
  if (!LIVE.includes(state)) seen.delete(enforcementId)
  if (state !== 'in_effect') return
  const { may } = await look(confirmer, enforcementId, 'confirm')
  if (!may) return
  const signing = { act: 'confirm', about: enforcementId } as const
  const reason = 'It is what I was told it would be.'
  expectAnswered(
    `${what} confirming it`,
    await client.postSigned(`/v1/enforcements/${enforcementId}/confirm`, signing, { reason }),
  )
}

async function look({ pseudonym, client }: Reviewer, enforcementId: string, answer: 'duty' | 'confirm') {
  const shown = await client.get(`/v1/enforcements/${enforcementId}/offer`)
  const { material, you } = expectStatus(`${pseudonym} reading ${enforcementId}`, shown, [200])
  return { material, may: (you as Record<typeof answer, string | null>)[answer] === null }
}
