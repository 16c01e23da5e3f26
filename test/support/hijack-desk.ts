import { resetCredentials, tamper } from '../../demo/act-on-own-will.ts'
import type { Gate, Person } from './gate-flow.ts'
import { MINISTER, startGate } from './gate-flow.ts'

export type HijackDesk = Awaited<ReturnType<typeof startHijack>>

/** A desk, and a minister about whose credentials the platform can report a change or a reset. */
export async function startHijack(t: Parameters<typeof startGate>[0], options: Parameters<typeof startGate>[1] = {}) {
  const desk = await startGate(t, options)
  return {
    ...desk,
    takeOver: () => tamper(desk.demo.store, desk, MINISTER, { credentials: true }),
    reset: () => resetCredentials(desk.demo.store, desk, MINISTER),
    /** A person locks the minister's account on the ground of a hijack. */
    lock: async (who: Person, caseId?: string) =>
      lockAgainstHijacker(desk.gate, who, caseId ?? (await desk.gate.claim(MINISTER, who))),
  }
}

export const lockAgainstHijacker = (gate: Gate, who: Person, caseId: string) =>
  gate.interim(caseId, who, 'lock', { hijack: true, on: 'account' })
