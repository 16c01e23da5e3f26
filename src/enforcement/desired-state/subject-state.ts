import { raw } from 'sql-template-tag'
import type { Revert, PlatformState } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { SubjectState } from '../queries.ts'

const STATE = raw(`subject, generation, desired, reverts, baseline, reach_before as "reachBefore",
  settled_generation as "settledGeneration", generation_offset as "generationOffset", platform_epoch as "platformEpoch", seen, needs_attention as "needsAttention"`)

/**
 * Locks the subject's state until the transaction ends, and returns it. Every change of a desired state locks subjects
 * first, then enforcements, then cases; several subjects in the order of their keys. This order prevents deadlocks.
 */
export async function lockSubject(tx: Tx, subject: string): Promise<SubjectState> {
  tx.queue(prepared('ensure-subject')`insert into subject_state (subject) values (${subject}) on conflict do nothing`)
  return lockKnownSubject(tx, subject)
}

/** Locks and returns the state of a subject that has a row already. */
async function lockKnownSubject(tx: Tx, subject: string): Promise<SubjectState> {
  const state = await tx.find<SubjectState>(prepared('lock-subject')`
    select ${STATE} from subject_state where subject = ${subject} for update`)
  if (state === undefined) throw new Error(`the state of ${subject} is gone`)
  return state
}

/**
 * Locks several subjects in one round trip, in the order that every transaction keeps. Returns their states by their
 * keys.
 */
export async function lockSubjects(tx: Tx, subjects: Iterable<string>): Promise<ReadonlyMap<string, SubjectState>> {
  const keys = inByteOrder(subjects)
  tx.queue(prepared('ensure-subjects')`
    insert into subject_state (subject) select unnest(${keys}::text[]) on conflict do nothing`)
  return lockKnownSubjects(tx, keys)
}

/** Locks those of the subjects that have a row already. Returns their states by their keys. */
export async function lockKnownSubjects(
  tx: Tx,
  subjects: Iterable<string>,
): Promise<ReadonlyMap<string, SubjectState>> {
  const states = await tx.list<SubjectState>(prepared('lock-subjects')`
    select ${STATE} from subject_state where subject = any (${inByteOrder(subjects)}) order by subject for update`)
  return bySubject(states)
}

/** Locks those of the subjects that no other transaction has locked, and waits for none. Returns their states. */
export async function lockFreeSubjects(tx: Tx, subjects: Iterable<string>): Promise<ReadonlyMap<string, SubjectState>> {
  const states = await tx.list<SubjectState>(prepared('lock-free-subjects')`
    select ${STATE} from subject_state where subject = any (${inByteOrder(subjects)}) order by subject
    for update skip locked`)
  return bySubject(states)
}

const bySubject = (states: readonly SubjectState[]): ReadonlyMap<string, SubjectState> =>
  new Map(states.map((state) => [state.subject, state]))

/**
 * Returns each key once, in the order of PostgreSQL. JavaScript by itself sorts characters beyond 16 bits differently.
 */
export const inByteOrder = (keys: Iterable<string>): string[] =>
  [...new Set(keys)].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))

export async function findSubjectState(db: Queryable, subject: string): Promise<SubjectState | undefined> {
  return (await listSubjectStates(db, [subject])).get(subject)
}

/** Returns the states of those of the subjects that have one, by their keys. */
export async function listSubjectStates(
  db: Queryable,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, SubjectState>> {
  return bySubject(
    await db.list<SubjectState>(
      prepared('list-subject-states')`select ${STATE} from subject_state where subject = any (${subjects})`,
    ),
  )
}

/** The next desired state of a subject. Null: its baseline is not read yet. */
export interface NextState {
  subject: string
  generation: number
  desired: PlatformState | null
  reverts: readonly Revert[]
}

export function queueDesiredStates(tx: Tx, next: readonly NextState[]): void {
  if (next.length === 0) return
  tx.queue(prepared('update-desired-states')`
    update subject_state set generation = next_generation, desired = next_desired, reverts = next_reverts
    from unnest(${next.map(({ subject }) => subject)}::text[], ${next.map(({ generation }) => generation)}::bigint[],
      ${next.map(({ desired }) => json(desired))}::jsonb[], ${next.map(({ reverts }) => json(reverts))}::jsonb[])
      next (next_subject, next_generation, next_desired, next_reverts)
    where subject = next_subject`)
}

export function queueBaseline(
  tx: Tx,
  subject: string,
  next: {
    generation: number
    baseline: PlatformState
    desired: PlatformState
    reverts: readonly Revert[]
    reachBefore: number | null
  },
): void {
  tx.queue(prepared('update-baseline')`
    update subject_state set generation = ${next.generation}, baseline = ${json(next.baseline)}, desired = ${json(next.desired)},
      reverts = ${json(next.reverts)}, reach_before = ${next.reachBefore}
    where subject = ${subject}`)
}

/** Stores the platform's numbering for later instructions about a locked subject: generation, offset and epoch. */
export function queuePlatformNumbers(
  tx: Tx,
  subject: string,
  numbers: { generation: number; generationOffset: number; platformEpoch: number },
): void {
  tx.queue(prepared('update-platform-numbers')`
    update subject_state set generation = ${numbers.generation}, generation_offset = ${numbers.generationOffset},
      platform_epoch = ${numbers.platformEpoch}
    where subject = ${subject}`)
}

/** The state that a platform showed of a subject. Null: it has no such subject. */
export interface Seen {
  subject: string
  generation: number
  state: PlatformState | null
}

/** Records that the platform has shown the desired states of these generations. */
export function queueSettled(tx: Tx, seen: readonly Seen[]): void {
  tx.queue(prepared('update-settled')`
    update subject_state set settled_generation = greatest(settled_generation, shown_generation), seen = shown_state,
      seen_at = desk_now(), needs_attention = null
    from unnest(${seen.map(({ subject }) => subject)}::text[], ${seen.map(({ generation }) => generation)}::bigint[],
      ${seen.map(({ state }) => json(state))}::jsonb[]) shown (shown_subject, shown_generation, shown_state)
    where subject = shown_subject`)
}

export function queueSeen(tx: Tx, subject: string, seen: PlatformState): void {
  tx.queue(
    prepared(
      'update-seen',
    )`update subject_state set seen = ${json(seen)}, seen_at = desk_now() where subject = ${subject}`,
  )
}

/** Records the version of a content that the platform showed last. */
export function queueSeenVersion(tx: Tx, subject: string, version: string): void {
  tx.queue(
    prepared('update-seen-version')`update subject_state set seen_version = ${version} where subject = ${subject}`,
  )
}

/** Clears the baselines of subjects without an active enforcement: the next one reads the subject's state again. */
export function queueBaselineEnds(tx: Tx, subjects: readonly string[]): void {
  if (subjects.length === 0) return
  tx.queue(prepared('clear-baselines')`
    update subject_state set baseline = null, reach_before = null where subject = any (${subjects})`)
}

export function queueSubjectAttention(tx: Tx, subject: string, why: string | null): void {
  tx.queue(
    prepared('update-subject-attention')`update subject_state set needs_attention = ${why} where subject = ${subject}`,
  )
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
