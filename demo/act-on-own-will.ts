import type { Subject, Target } from '@countersign/platform-kit'
import type { Clock } from './clock.ts'
import type { DemoStore } from './demo-store.ts'
import { findReachNow } from './platform-handlers.ts'
import { changeState, findState } from './subject-state.ts'

/** Changes a subject without the desk, as platforms do. The desk's generation stays. Undefined: there is no such subject. */
export function actOnOwnWill(
  store: DemoStore,
  clock: Clock,
  subject: Subject,
  change: Partial<Target>,
): Promise<Target | undefined> {
  return store.inTransaction((tx) => {
    if (findReachNow(tx, subject) === undefined) return undefined
    const to = { ...findState(tx, subject), ...change }
    const generation = store.findRecord(tx, subject)?.generation ?? 0
    changeState(tx, { at: clock.now().toISOString(), subject, generation, to, cause: 'own_will' })
    return to
  })
}
