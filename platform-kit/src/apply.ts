import { allow } from './allow.ts'
import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import { type Grounds, readAuthorisation } from './authorisation.ts'
import { hashCanonically } from './canonical.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { WriteCause } from './handlers.ts'
import type { Believed } from './judge-taking.ts'
import { isExpired } from './key-list.ts'
import { generationStepMax } from './generation.ts'
import { findBegunLater, findUndeclared, listStates } from './own-actions.ts'
import type { ParsedInstruction } from './parse-call.ts'
import type { ApplyAnswer, Instruction, PlatformState, Revert, SubjectEvent } from './protocol.ts'
import type { VerifiedCall } from './signature.ts'
import type { SubjectRecord } from './store.ts'
import { holdTakingOffline } from './hold-taking-offline.ts'
import { firstRevertAtMs, isSameState, splitReverts, withoutTakingOffline, withoutTaking } from './platform-state.ts'
import { showStatements } from './show-statements.ts'

/**
 * The time for which event ids of a subject are remembered. The desk stops sending an event once it was answered, so an
 * older id never comes again.
 */
const REMEMBERED_EVENTS_MAX = 1_000
/** The statements that wait for one held effect: its own, and a few that came meanwhile. */
const HELD_STATEMENTS_MAX = 16
export const REPLAYED = 'This call was received before. Sign each attempt anew.'

/**
 * Carries an instruction out once, or answers its stored outcome. The effect, its record and the memory of the call are
 * one transaction: a crash stores either everything or nothing, and the desk retries. No call: the instruction is one of
 * a batch, whose call is remembered already.
 */
export async function applyInstruction<Tx>(
  setup: PlatformSetup<Tx>,
  call: VerifiedCall | undefined,
  sent: ParsedInstruction,
): Promise<Answer> {
  const { store, clock } = setup
  const { instruction } = sent
  const { subject, generation } = instruction
  // Everything that only computes runs outside of the transaction, which locks the subject.
  const grounds = await findGrounds(setup, sent)
  if (grounds && 'problem' in grounds) return refuse('not_authorised', grounds.problem)
  const bodyHash = await hashCanonically(sent.sentInstruction)
  return store.atomically(subject, async (tx) => {
    const now = clock.now()
    await store.forgetCalls(tx, now.getTime())
    if (!(await isFirst(setup, tx, call, grounds))) {
      return refuse('replayed', REPLAYED)
    }
    const seen = await store.findRecord(tx, subject)
    const fenced = refuseFenced(instruction, seen)
    if (fenced) return fenced
    if (seen && generation === seen.generation) {
      if (seen.bodyHash !== bodyHash)
        return refuse('conflicting_body', `Generation ${generation} was carried out with another body.`)
      return seen.stopped ? refuse('refused', STOPPED) : answerApply('known', seen)
    }
    return carryOut(setup, tx, instruction, { seen, bodyHash, now, grounds })
  })
}

/** Refuses late calls, calls of another epoch, and generations so high that they would leave no room for later ones. */
function refuseFenced({ generation, epoch = 0 }: Instruction, seen: SubjectRecord | undefined): Answer | undefined {
  const last = { generation: seen?.generation ?? 0, epoch: seen?.epoch ?? 0 }
  if (epoch !== last.epoch) return refuse('stale_epoch', `This subject is in epoch ${last.epoch}.`, last)
  if (generation < last.generation) return refuse('stale_generation', `Generation ${last.generation} was seen.`, last)
  const most = generationStepMax(last.generation)
  return generation - last.generation > most
    ? refuse(
        'generation_jump',
        `Generation ${last.generation} was seen, and the next is at most ${most} above it.`,
        last,
      )
    : undefined
}

const STOPPED = "This platform's own people stopped it while it was being held."

async function findGrounds<Tx>(
  { authority, clock }: PlatformSetup<Tx>,
  { authorisation, instruction, sentStatement }: ParsedInstruction,
): Promise<Grounds | { problem: string } | undefined> {
  if (!authority) return undefined
  const nowMs = clock.now().getTime()
  const whom = typeof authority === 'function' ? await authority() : authority
  // A person whom the platform cannot recognise counts as a stranger; signatures by an expired key list count for
  // nothing.
  const keys = whom.keys && isExpired(whom.keys, nowMs) ? { ...whom.keys, keys: [] } : whom.keys
  const statementHash = sentStatement === undefined ? undefined : await hashCanonically(sentStatement)
  return readAuthorisation(keys ? { ...whom, keys } : whom, authorisation, { instruction, statementHash }, nowMs)
}

/** Refuses a call whose id, or whose authorisation, was used before. */
async function isFirst<Tx>(
  { store }: PlatformSetup<Tx>,
  tx: Tx,
  call: VerifiedCall | undefined,
  grounds: Grounds | undefined,
): Promise<boolean> {
  if (call && !(await store.rememberCall(tx, call.id, call.forgetAtMs))) return false
  return !grounds || store.rememberCall(tx, `jti ${grounds.jti}`, grounds.forgetAtMs)
}

export interface Receipt {
  seen: SubjectRecord | undefined
  bodyHash: string
  now: Date
  /** The signatures that came with the instruction; undefined: this platform requires none. */
  grounds: Grounds | undefined
}

async function carryOut<Tx>(setup: PlatformSetup<Tx>, tx: Tx, sent: Instruction, receipt: Receipt): Promise<Answer> {
  const { store, handlers } = setup
  const { subject, generation } = sent
  const why: WriteCause = { cause: 'desk', generation }
  const before = await handlers.read(tx, subject)
  if (!before) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const wrong = findWrongAction(setup, before.state, listStates(sent.desired, sent.reverts))
  if (wrong) return refuse('refused', wrong)

  // A call that arrives after a revert of its own was due must not take a subject offline, not even until the next
  // revert.
  const { passed, toCome } = splitReverts(sent.reverts, receipt.now.getTime())
  const last = passed.at(-1)
  const asked = last ? withoutTakingOffline(last.desired, before.state) : sent.desired
  const allowed = await allow(setup, tx, { subject, before, asked, reverts: toCome, receipt })
  if ('refusal' in allowed) return refuse(allowed.refusal, allowed.detail)
  const hold = await holdTakingOffline(setup, tx, { subject, before: before.state, asked, receipt, reverts: toCome })
  const { held, reverts } = hold
  const desired = held ? withoutTaking(asked, before.state) : asked
  if (!isSameState(before.state, desired)) await handlers.write(tx, subject, desired, why)
  const delivered = receipt.seen?.deliveredEventIds ?? []
  const fresh = withoutDelivered(sent.events, delivered)
  for (const event of fresh) await handlers.warn(tx, event, subject, why)
  // A statement about an effect that is held waits for it. One about an effect that is over already is never shown.
  const statements = sent.statement && !last ? [sent.statement] : []
  const shown = receipt.seen?.shownStatementIds ?? []
  const now = { subject, statements: held ? [] : [...(hold.released ?? []), ...statements], shownIds: shown, why }
  const shownStatementIds = await showStatements(handlers, tx, now)

  // The answer states the actual state, which may differ from the requested one.
  const after = (await handlers.read(tx, subject)) ?? before
  const record: SubjectRecord = {
    ...countFromHold(allowed.believed, hold.begins, receipt.now.getTime()),
    generation,
    ...(receipt.seen?.epoch && { epoch: receipt.seen.epoch }),
    bodyHash: receipt.bodyHash,
    outcome: { state: after.state, appliedAt: receipt.now.toISOString() },
    baseline: sent.baseline,
    reverts,
    held: held && { ...held, statements: [...(held.statements ?? []), ...statements].slice(-HELD_STATEMENTS_MAX) },
    nextRevertAtMs: firstRevertAtMs(reverts, held),
    deliveredEventIds: [...delivered, ...fresh.map((event) => event.id)].slice(-REMEMBERED_EVENTS_MAX),
    shownStatementIds,
  }
  await store.saveRecord(tx, subject, record)
  return answerApply('applied', record)
}

/** States why an instruction has an action that this platform never carries out. Undefined: it has none. */
function findWrongAction<Tx>(
  { actions = {} }: PlatformSetup<Tx>,
  before: PlatformState,
  states: readonly PlatformState[],
): string | undefined {
  const undeclared = findUndeclared(actions, before, states)
  if (undeclared) return `This platform has no action ${undeclared.action} that takes exactly this.`
  const later = findBegunLater(states)
  return later && `No revert begins ${later.action}, which can't be undone.`
}

/** Approved times count from the end of the platform's own hold, as its reverts do. */
function countFromHold(believed: Partial<Believed>, begins: Revert | undefined, nowMs: number): Partial<Believed> {
  if (!begins || !believed.accepted) return believed
  const sinceMs = Date.parse(begins.at)
  const accepted = believed.accepted.map((one) => (one.sinceMs === nowMs ? { ...one, sinceMs } : one))
  return { ...believed, accepted }
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
