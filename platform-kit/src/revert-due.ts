import type { PlatformSetup } from './create-platform.ts'
import type { Revert, Subject, PlatformState } from './protocol.ts'
import { showStatements } from './show-statements.ts'
import type { Statement } from './statement.ts'
import type { DueRevert, HeldEffect } from './store.ts'
import {
  firstRevertAtMs,
  isOffline,
  isSameState,
  splitReverts,
  withoutTakingOffline,
  withoutTaking,
} from './platform-state.ts'

const BATCH_SUBJECTS = 100

/**
 * Carries out every revert whose time has come, and what was held until now, however late; answers how many subjects it
 * brought to one. A subject that fails keeps its revert for the next call and holds up no other; the failures are thrown once all were tried.
 */
export async function revertDue<Tx>(setup: PlatformSetup<Tx>): Promise<number> {
  const untilMs = setup.clock.now().getTime()
  const failures: unknown[] = []
  let reverted = 0
  let last: DueRevert | undefined
  for (;;) {
    const due = await setup.store.listDueReverts(untilMs, last, BATCH_SUBJECTS)
    for (const { subject } of due) {
      try {
        if (await revertSubject(setup, subject)) reverted++
      } catch (error) {
        failures.push(error)
      }
    }
    last = due.at(-1)
    if (due.length < BATCH_SUBJECTS) break
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} reverts failed and stay due.`)
  return reverted
}

async function revertSubject<Tx>({ store, handlers, clock }: PlatformSetup<Tx>, subject: Subject): Promise<boolean> {
  return store.atomically(subject, async (tx) => {
    // The record is read again: a newer generation may have removed the revert since the list was made.
    const record = await store.findRecord(tx, subject)
    if (!record) return false
    const now = clock.now()
    const { passed, toCome } = splitReverts(record.reverts, now.getTime())
    const revert = passed.at(-1)
    const isOver = record.held !== undefined && Date.parse(record.held.at) <= now.getTime()
    if (!revert && !isOver) return false
    const reading = await handlers.read(tx, subject)
    const next = nextStep(record.held, revert, isOver)
    const desired = reading && next.from(reading.state)
    const why = { cause: revert ? 'self_revert' : 'desk', generation: record.generation } as const
    if (desired && !isSameState(reading.state, desired)) await handlers.write(tx, subject, desired, why)
    const { held } = next
    const statements = desired ? next.statements : []
    const shownIds = record.shownStatementIds ?? []
    const shownStatementIds = await showStatements(handlers, tx, { subject, statements, shownIds, why })
    const outcome = isOver && desired ? { state: desired, appliedAt: now.toISOString() } : record.outcome
    const nextRevertAtMs = firstRevertAtMs(toCome, held)
    await store.saveRecord(tx, subject, {
      ...record,
      reverts: toCome,
      held,
      outcome,
      nextRevertAtMs,
      shownStatementIds,
    })
    return true
  })
}

/**
 * Computes the next state from the present one, what is held from then on, and the statements to show. A held effect happens when its
 * hold ends, and only what is still desired at that time. During the hold a revert changes only the future state.
 */
function nextStep(
  held: HeldEffect | undefined,
  revert: Revert | undefined,
  isOver: boolean,
): {
  from: (state: PlatformState) => PlatformState
  held: HeldEffect | undefined
  statements: readonly Statement[]
} {
  const desired = (revert ?? held)?.desired
  if (desired === undefined) throw new Error('There is neither a revert nor anything held.')
  if (isOver && isOffline(desired)) return { from: () => desired, held: undefined, statements: held?.statements ?? [] }
  if (held && !isOver && isOffline(desired)) {
    return { from: (state) => withoutTaking(desired, state), held: { ...held, desired }, statements: [] }
  }
  return { from: (state) => withoutTakingOffline(desired, state), held: undefined, statements: [] }
}
