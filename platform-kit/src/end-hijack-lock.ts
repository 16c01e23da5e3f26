import type { PlatformSetup } from './create-platform.ts'
import type { Subject, PlatformState } from './protocol.ts'

/**
 * Ends the lock of one person against a hijacker, without the desk, once this platform's own records show that the
 * account's credentials were reset since the lock began. The generation stays: the desk ends its own enforcement when it
 * reads of the reset, and a call that locks by the same signature again is refused.
 */
export async function endHijackLock<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  subject: Subject,
): Promise<boolean> {
  return store.atomically(subject, async (tx) => {
    const record = await store.findRecord(tx, subject)
    const now = clock.now()
    const lock = record?.interim?.find(({ hijack, untilMs }) => hijack === true && untilMs > now.getTime())
    const reading = record && lock && (await handlers.read(tx, subject))
    if (!reading || !lock) return false
    const resetAtMs = Date.parse(reading.credentialsResetAt ?? '')
    if (!(resetAtMs > lock.sinceMs && resetAtMs <= now.getTime())) return false
    const unlock = (desired: PlatformState) => unlocked(desired, record.baseline)
    const state = unlock(reading.state)
    if (state.mayPost !== reading.state.mayPost) {
      await handlers.write(tx, subject, state, { cause: 'reset', generation: record.generation })
    }
    await store.saveRecord(tx, subject, {
      ...record,
      outcome: { state, appliedAt: now.toISOString() },
      reverts: record.reverts.map((revert) => ({ ...revert, desired: unlock(revert.desired) })),
      interim: record.interim?.map((one) => (one === lock ? { ...one, untilMs: now.getTime() } : one)) ?? [],
    })
    return true
  })
}

/** A state without the lock. A suspension or deactivation takes the visibility too, and stays. */
const unlocked = (desired: PlatformState, baseline: PlatformState): PlatformState =>
  desired.visible ? { ...desired, mayPost: desired.mayPost || baseline.mayPost } : desired
