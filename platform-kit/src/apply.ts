import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import { hashCanonically } from './canonical.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { WriteCause } from './handlers.ts'
import type { ApplyAnswer, Instruction, SubjectEvent } from './protocol.ts'
import type { VerifiedCall } from './signature.ts'
import type { SubjectRecord } from './store.ts'
import { holdDarkening } from './hold-darkening.ts'
import { firstRevertAtMs, isSameTarget, splitReverts, withoutDarkening, withoutTaking } from './target.ts'

/** Of one subject. The desk stops sending an event once it was answered, so an id this old does not come again. */
const REMEMBERED_EVENTS_MAX = 1_000

/**
 * Carries an instruction out once, or says what became of it. The effect, the record of it and the memory of the call
 * are one transaction: a crash leaves all of it or nothing, and the desk asks again.
 */
export async function applyInstruction<Tx>(
  setup: PlatformSetup<Tx>,
  call: VerifiedCall,
  instruction: Instruction,
  sentInstruction: unknown,
): Promise<Answer> {
  const { store, clock } = setup
  const { subject, generation } = instruction
  const bodyHash = await hashCanonically(sentInstruction) // Outside: the transaction holds the subject.
  return store.atomically(subject, async (tx) => {
    const now = clock.now()
    await store.forgetCalls(tx, now.getTime())
    if (!(await store.rememberCall(tx, call.id, call.forgetAtMs))) {
      return refuse('replayed', 'A call with this webhook-id was received before. Sign each attempt anew.')
    }
    const seen = await store.findRecord(tx, subject)
    if (seen && generation < seen.generation) {
      return refuse('stale_generation', `Generation ${seen.generation} was seen.`, { generation: seen.generation })
    }
    if (seen && generation === seen.generation) {
      return seen.bodyHash === bodyHash
        ? answerApply('known', seen)
        : refuse('conflicting_body', `Generation ${generation} was carried out with another body.`)
    }
    return carryOut(setup, tx, instruction, { seen, bodyHash, now })
  })
}

export interface Receipt {
  seen: SubjectRecord | undefined
  bodyHash: string
  now: Date
}

async function carryOut<Tx>(setup: PlatformSetup<Tx>, tx: Tx, sent: Instruction, receipt: Receipt): Promise<Answer> {
  const { store, handlers } = setup
  const { subject, generation } = sent
  const why: WriteCause = { cause: 'desk', generation }
  const before = await handlers.read(tx, subject)
  if (!before) return refuse('no_such_subject', NO_SUCH_SUBJECT)

  // A call that arrives after a time it was to revert at must not darken anyone, not even until the next revert.
  const { passed, toCome } = splitReverts(sent.reverts, receipt.now.getTime())
  const last = passed.at(-1)
  const asked = last ? withoutDarkening(last.target, before.state) : sent.target
  const hold = await holdDarkening(setup, tx, { subject, before: before.state, asked, receipt, reverts: toCome })
  const { held, reverts } = hold
  const target = held ? withoutTaking(asked, before.state) : asked
  if (!isSameTarget(before.state, target)) await handlers.write(tx, subject, target, why)
  const delivered = receipt.seen?.deliveredEventIds ?? []
  const fresh = withoutDelivered(sent.events, delivered)
  for (const event of fresh) await handlers.warn(tx, event, subject, why)

  const after = (await handlers.read(tx, subject)) ?? before // What it is, rather than what it was asked to be.
  const record: SubjectRecord = {
    generation,
    bodyHash: receipt.bodyHash,
    outcome: { state: after.state, appliedAt: receipt.now.toISOString() },
    baseline: sent.baseline,
    reverts,
    held,
    nextRevertAtMs: firstRevertAtMs(reverts, held),
    deliveredEventIds: [...delivered, ...fresh.map((event) => event.id)].slice(-REMEMBERED_EVENTS_MAX),
  }
  await store.saveRecord(tx, subject, record)
  return answerApply('applied', record)
}

function withoutDelivered(events: readonly SubjectEvent[], deliveredIds: readonly string[]): SubjectEvent[] {
  const known = new Set(deliveredIds)
  return events.filter((event) => {
    const isFresh = !known.has(event.id)
    known.add(event.id)
    return isFresh
  })
}

function answerApply(outcome: ApplyAnswer['outcome'], record: SubjectRecord): Answer {
  const applied: ApplyAnswer = { outcome, generation: record.generation, ...record.outcome }
  return answer(record.held ? { ...applied, notBefore: record.held.at } : applied)
}
