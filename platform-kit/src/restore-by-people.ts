import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import { type Assertion, readAssertion } from './assertion.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { KeyList } from './key-list.ts'
import { isExpired } from './key-list.ts'
import type { ApplyAnswer, Revert, Subject, PlatformState } from './protocol.ts'
import type { VerifiedCall } from './signature.ts'
import type { LegalDutyMark, SubjectRecord } from './store.ts'
import { firstRevertAtMs, isSameState } from './platform-state.ts'

/** The act that each of two people signs, in the core of their assertion. */
export const RESTORE_ACT = 'restore_epoch'
const SIGNERS_MIN = 2
/** The longest validity of their signatures; a longer stated one counts for nothing. */
export const RESTORE_LIFE_MS_MAX = 10 * 60_000
const EVERYTHING = { visible: true, spread: 'full', mayPost: true } as const

/**
 * The object that the assertions for such a restore name. Key and person are named in the assertion, and nowhere else.
 */
export const restoreAbout = (subject: Subject, epoch: number): string => `${subject.kind}:${subject.id} epoch ${epoch}`

/**
 * Restores a subject because two people of the pinned list signed it, at any generation the platform has seen: for the
 * case that the secret and the desk's signing key are stolen. Only this raises the epoch, and by exactly one, so the
 * signatures restore nothing a second time, and every instruction of the epoch before is refused. Legal duties stay,
 * and so do their marks.
 */
export async function restoreByPeople<Tx>(
  setup: PlatformSetup<Tx>,
  call: VerifiedCall,
  sent: { subject: Subject; epoch: number; signatures: readonly Assertion[] },
): Promise<Answer> {
  const { store, clock, authority } = setup
  const keys = (typeof authority === 'function' ? await authority() : authority)?.keys
  const nowMs = clock.now().getTime()
  if (!keys || isExpired(keys, nowMs)) {
    return refuse(
      'refused',
      'This platform has pinned no valid list of keys, so no one can sign this here. Pin a new list first.',
    )
  }
  if ((await countSigners(keys, sent, nowMs)) < SIGNERS_MIN) {
    return refuse('not_agreed', 'It takes two people of the pinned list, who signed this subject and epoch just now.')
  }
  return store.atomically(sent.subject, async (tx) => {
    await store.forgetCalls(tx, nowMs)
    if (!(await store.rememberCall(tx, call.id, call.forgetAtMs))) {
      return refuse('replayed', 'This call was received before. Sign each attempt anew.')
    }
    const seen = await store.findRecord(tx, sent.subject)
    const { epoch = 0, generation = 0 } = seen ?? {}
    if (sent.epoch !== epoch + 1) {
      return refuse('stale_epoch', `Epoch ${epoch} has begun; the next is ${epoch + 1}.`, { generation, epoch })
    }
    return giveBack(setup, tx, sent, seen)
  })
}

async function countSigners(
  keys: KeyList,
  { subject, epoch, signatures }: { subject: Subject; epoch: number; signatures: readonly Assertion[] },
  nowMs: number,
): Promise<number> {
  const people = new Set<string>()
  for (const signature of signatures) {
    const signed = await readAssertion(signature, restoreAbout(subject, epoch), keys)
    if (signed && isOfNow(signed.core, subject, epoch, nowMs)) people.add(signed.person)
  }
  return people.size
}

function isOfNow(core: Record<string, unknown>, { kind, id }: Subject, epoch: number, nowMs: number): boolean {
  const expiresAtMs = typeof core.expiresAt === 'string' ? Date.parse(core.expiresAt) : Number.NaN
  const isFresh = expiresAtMs > nowMs && expiresAtMs - nowMs <= RESTORE_LIFE_MS_MAX
  const hasNonce = typeof core.nonce === 'string' && core.nonce !== ''
  return core.act === RESTORE_ACT && core.subject === `${kind}:${id}` && core.epoch === epoch && hasNonce && isFresh
}

async function giveBack<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  tx: Tx,
  { subject, epoch }: { subject: Subject; epoch: number },
  seen: SubjectRecord | undefined,
): Promise<Answer> {
  const before = await handlers.read(tx, subject)
  if (!before) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const now = clock.now()
  const marks = (seen?.legalDuty ?? []).filter(({ untilMs }) => untilMs === null || untilMs > now.getTime())
  const full: PlatformState = { ...EVERYTHING, labels: before.state.labels }
  const { desired, reverts } = withoutLawful(full, before.state, marks)
  if (!isSameState(before.state, desired))
    await handlers.write(tx, subject, desired, { cause: 'people', generation: 0 })
  const after = (await handlers.read(tx, subject)) ?? before
  const { held: _held, stopped: _stopped, ...kept } = seen ?? { deliveredEventIds: [] }
  const record: SubjectRecord = {
    ...kept,
    // The epoch distinguishes late calls from new ones, so generations begin anew and can't have been used up.
    generation: 0,
    epoch,
    bodyHash: '',
    outcome: { state: after.state, appliedAt: now.toISOString() },
    baseline: full,
    reverts,
    nextRevertAtMs: firstRevertAtMs(reverts),
    legalDuty: marks,
  }
  await store.saveRecord(tx, subject, record)
  return answer({ outcome: 'applied', generation: 0, epoch, ...record.outcome } satisfies ApplyAnswer)
}

/** A legal duty is lifted when the last of its marks ends, and not before. */
function withoutLawful(
  full: PlatformState,
  before: PlatformState,
  marks: readonly LegalDutyMark[],
): { desired: PlatformState; reverts: readonly Revert[] } {
  if (marks.length === 0 || before.visible) return { desired: full, reverts: [] }
  const untilMs = Math.max(...marks.map((mark) => mark.untilMs ?? Number.POSITIVE_INFINITY))
  const desired = { ...full, visible: false, mayPost: before.mayPost }
  const reverts = Number.isFinite(untilMs) ? [{ at: new Date(untilMs).toISOString(), desired: full }] : []
  return { desired, reverts }
}
