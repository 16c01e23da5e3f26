import type { PlatformSetup } from './create-platform.ts'
import type { Subject } from './protocol.ts'

/** Cancels the held effect on a subject. The subject stays unchanged, and the desk learns it at its next call. */
export async function stopHeld<Tx>({ store, clock }: PlatformSetup<Tx>, subject: Subject): Promise<boolean> {
  return store.atomically(subject, async (tx) => {
    const record = await store.findRecord(tx, subject)
    if (!record?.held || Date.parse(record.held.at) <= clock.now().getTime()) return false
    const { held: _, ...kept } = record
    await store.saveRecord(tx, subject, { ...kept, reverts: [], nextRevertAtMs: null, stopped: true })
    return true
  })
}
