import type { PlatformSetup } from './create-platform.ts'
import type { Subject } from './protocol.ts'
import type { DueRevert } from './store.ts'
import { firstRevertAtMs, isSameTarget, splitReverts, withoutDarkening } from './target.ts'

const BATCH_SUBJECTS = 100

/**
 * Carries out every revert whose time has come, however late, and answers how many subjects it brought to one. A subject
 * that fails keeps its revert for the next call and holds up no other; the failures are thrown once all were tried.
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
    // Read again: a newer generation may have lifted the revert since the list was made.
    const record = await store.findRecord(tx, subject)
    if (!record) return false
    const { passed, toCome } = splitReverts(record.reverts, clock.now().getTime())
    const revert = passed.at(-1)
    if (!revert) return false
    const reading = await handlers.read(tx, subject)
    const target = reading && withoutDarkening(revert.target, reading.state)
    if (target && !isSameTarget(reading.state, target)) {
      await handlers.write(tx, subject, target, { cause: 'self_revert', generation: record.generation })
    }
    await store.saveRecord(tx, subject, { ...record, reverts: toCome, nextRevertAtMs: firstRevertAtMs(toCome) })
    return true
  })
}
