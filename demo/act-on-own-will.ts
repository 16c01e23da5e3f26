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

/** Its owner proved who they are: credentials reset, all sessions ended. Answers false where there is no such account. */
export function resetCredentials(store: DemoStore, clock: Clock, { kind, id }: Subject): Promise<boolean> {
  return store.inTransaction((tx) => {
    if (kind !== 'account' || findReachNow(tx, { kind, id }) === undefined) return false
    const at = clock.now().toISOString()
    tx.run`insert into credentials_reset (account_id, at) values (${id}, ${at})
      on conflict (account_id) do update set at = excluded.at`
    return true
  })
}
