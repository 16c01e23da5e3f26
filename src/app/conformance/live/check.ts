import { setTimeout as pause } from 'node:timers/promises'
import type { PlatformState } from '@countersign/platform-kit'
import { isDeepStrictEqual } from 'node:util'
import type { Visit } from '../../../foundation/connector/connector.ts'
import { Mismatch, type Player, type Received, said } from '../player.ts'
import type { Optional } from '../scenario.ts'
import type { HttpStage } from './http-stage.ts'

const POLL_MS = 100

/** The means of a check at a running platform. */
interface LiveContext {
  player: Player
  stage: HttpStage
  /** Opens a public address as a visitor. */
  visit(address: string): Promise<Visit>
  /** The longest wait for what the platform does by itself. */
  patienceMs: number
}

/** One thing that only a running platform shows. It throws `Mismatch`, or returns the reason why it was skipped. */
export interface LiveCheck {
  id: string
  sentence: string
  /** The capability without which the check is skipped. */
  needs?: Optional
  run(context: LiveContext): Promise<string | undefined>
}

/** Reads a subject back. */
export async function readBack(player: Player, name: string): Promise<Received> {
  const { answer } = await player.call({ type: 'subject.read_back', subject: player.subject(name) }, { status: 200 })
  return answer
}

/** Waits until the account `vale` of a check shows this state. */
export async function waitForState({ player, patienceMs }: LiveContext, desired: PlatformState): Promise<void> {
  const begun = performance.now()
  for (;;) {
    const answer = await readBack(player, 'vale')
    if (isDeepStrictEqual(answer.body?.state, desired)) return
    if (performance.now() - begun > patienceMs)
      throw new Mismatch(`${JSON.stringify(desired)} within ${patienceMs / 1_000} s`, said(answer))
    await pause(POLL_MS)
  }
}

/** Throws unless these calls sent at once had exactly these outcomes, in any order. */
export function assertOutcomes(answers: readonly Received[], expected: readonly string[]): void {
  const came = answers.map(({ body }) => String(body?.outcome ?? body?.refusal)).sort()
  if (!isDeepStrictEqual(came, expected.toSorted())) throw new Mismatch(expected.join(' and '), came.join(' and '))
}
