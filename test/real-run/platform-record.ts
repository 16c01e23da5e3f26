import type { Subject, PlatformState } from '../../src/foundation/domain.ts'
import { RunError } from './run-error.ts'

const PAGE = 1_000

/** One effect of the platform, by its own record. */
export interface Effect {
  seq: number
  subject: Subject
  generation: number
  from: PlatformState
  to: PlatformState
  cause: 'desk' | 'self_revert' | 'own_will'
  /** The enforcement's id, for a warning. */
  eventId?: string
}

export interface PlatformSubject {
  state: PlatformState
  generation: number
  warnings: readonly { eventId: string }[]
}

/** Reads the platform's record of its effects, in order. */
export async function readEffects(platformUrl: string): Promise<Effect[]> {
  const effects: Effect[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: { effects: Effect[]; next: number | null } = await read(
      platformUrl,
      `/record?after=${after}&limit=${PAGE}`,
    )
    effects.push(...page.effects)
    after = page.next
  }
  return effects
}

/** Reads the platform's own count of effects that it applied twice. */
export async function readDuplicateEffects(platformUrl: string): Promise<number> {
  return (await read<{ duplicateEffects: number }>(platformUrl, '/record/counters')).duplicateEffects
}

/** Reads the state of a subject at the platform. */
export const readSubject = (platformUrl: string, { kind, id }: Subject): Promise<PlatformSubject> =>
  read(platformUrl, `/state/${kind}/${encodeURIComponent(id)}`)

async function read<Body>(platformUrl: string, path: string): Promise<Body> {
  const response = await fetch(new URL(path, platformUrl))
  if (!response.ok) throw new RunError(`The platform answered ${path} with ${response.status}.`)
  return (await response.json()) as Body
}
