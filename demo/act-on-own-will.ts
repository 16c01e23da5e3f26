import type { Subject, PlatformState } from '@countersign/platform-kit'
import type { Clock } from './clock.ts'
import type { DemoStore } from './demo-store.ts'
import { findReachNow } from './platform-handlers.ts'
import { changeState, findState } from './subject-state.ts'

/**
 * Changes a subject without the desk, as platforms do. The generation that the desk set stays. Returns undefined when
 * there is no such subject.
 */
export function actOnOwnWill(
  store: DemoStore,
  clock: Clock,
  subject: Subject,
  change: Partial<PlatformState>,
): Promise<PlatformState | undefined> {
  return store.inTransaction((tx) => {
    if (findReachNow(tx, subject) === undefined) return undefined
    const to = { ...findState(tx, subject), ...change }
    const generation = store.findRecord(tx, subject)?.generation ?? 0
    changeState(tx, { at: clock.now().toISOString(), subject, generation, to, cause: 'own_will' })
    return to
  })
}

/**
 * Records that the owner proved who they are: credentials reset and all sessions ended. Returns false when there is no
 * such account.
 */
export function resetCredentials(store: DemoStore, clock: Clock, { kind, id }: Subject): Promise<boolean> {
  return store.inTransaction((tx) => {
    if (kind !== 'account' || findReachNow(tx, { kind, id }) === undefined) return false
    const at = clock.now().toISOString()
    tx.run`insert into credentials_reset (account_id, at) values (${id}, ${at})
      on conflict (account_id) do update set at = excluded.at`
    return true
  })
}

/** Acts on an account without the desk, as a person who stole the account or the platform's tool would. */
export interface Tampering {
  handle?: string
  reach?: number
  /** Deletes all posts of the account. */
  emptied?: boolean
  /** Records a change of the credentials of the account now. */
  credentials?: boolean
}

/** Returns false when there is no such account. */
export function tamper(store: DemoStore, clock: Clock, { kind, id }: Subject, done: Tampering): Promise<boolean> {
  return store.inTransaction((tx) => {
    if (kind !== 'account' || findReachNow(tx, { kind, id }) === undefined) return false
    if (done.handle !== undefined) tx.run`update account set handle = ${done.handle} where id = ${id}`
    if (done.reach !== undefined) tx.run`update account set reach = ${done.reach} where id = ${id}`
    if (done.emptied) {
      tx.run`delete from content_edit where content_id in (select id from content where account_id = ${id})`
      tx.run`delete from media where content_id in (select id from content where account_id = ${id})`
      tx.run`delete from community_post where content_id in (select id from content where account_id = ${id})`
      tx.run`delete from content where account_id = ${id}`
    }
    if (done.credentials) {
      const at = clock.now().toISOString()
      tx.run`insert into credentials_change (account_id, at) values (${id}, ${at})
        on conflict (account_id) do update set at = excluded.at`
    }
    return true
  })
}
