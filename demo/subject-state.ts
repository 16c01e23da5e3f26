import type { OwnAction, Subject, PlatformState, WriteCause } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'

export const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }

/** The cause of a change: the desk, a revert at the time the desk had set, or the platform itself. */
export type Cause = WriteCause['cause'] | 'own_will'

export interface Effect {
  at: string
  subject: Subject
  generation: number
  from: PlatformState
  to: PlatformState
  cause: Cause
  eventId?: string
}

/** Reads the present state of the subject, whether or not it exists. */
export function findState(sql: Sql, subject: Subject): PlatformState {
  const row = sql.get`select visible, spread, may_post, labels, blocked_countries from subject_state where kind = ${subject.kind} and id = ${subject.id}`
  const standing = sql.all`select action from own_action where kind = ${subject.kind} and id = ${subject.id} order by action`
  const actions = standing.map((one): OwnAction => JSON.parse(String(one.action)))
  if (!row) return UP
  const blockedCountries: string[] = JSON.parse(String(row.blocked_countries))
  return {
    visible: row.visible === 1,
    spread: row.spread === 'limited' ? 'limited' : 'full',
    mayPost: row.may_post === 1,
    labels: JSON.parse(String(row.labels)),
    ...(blockedCountries.length > 0 && { blockedCountries }),
    ...(actions.length > 0 && { actions }),
  }
}

/** Changes the subject to the state `to` and records the change in the same transaction. */
export function changeState(tx: Sql, change: Omit<Effect, 'from' | 'eventId'>): void {
  const { subject, to } = change
  const from = findState(tx, subject)
  tx.run`insert into subject_state (kind, id, visible, spread, may_post, labels, blocked_countries)
    values (${subject.kind}, ${subject.id}, ${Number(to.visible)}, ${to.spread}, ${Number(to.mayPost)}, ${JSON.stringify(to.labels)},
      ${JSON.stringify(to.blockedCountries ?? [])})
    on conflict do update set visible = excluded.visible, spread = excluded.spread, may_post = excluded.may_post, labels = excluded.labels,
      blocked_countries = excluded.blocked_countries`
  tx.run`delete from own_action where kind = ${subject.kind} and id = ${subject.id}`
  for (const action of to.actions ?? [])
    tx.run`insert into own_action (kind, id, action) values (${subject.kind}, ${subject.id}, ${JSON.stringify(action)})`
  insertEffect(tx, { ...change, from })
}

export function insertEffect(tx: Sql, effect: Effect): void {
  const { at, subject, generation, from, to, cause, eventId } = effect
  tx.run`insert into effect (at, kind, id, generation, from_state, to_state, cause, event_id)
    values (${at}, ${subject.kind}, ${subject.id}, ${generation}, ${JSON.stringify(from)}, ${JSON.stringify(to)}, ${cause}, ${eventId ?? null})`
}
