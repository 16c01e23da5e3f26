import type { ApplyAnswer, Instruction, PlatformState } from '@countersign/platform-kit'
import { Type } from 'typebox'
import { didOf, formatAtUri, isListAsContent, recordOf } from '../../foundation/atproto/at-uri.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { type Subject, subjectKey } from '../../foundation/domain.ts'
import { callXrpc, failRefused, isRefusal, type XrpcService } from './network/call-xrpc.ts'

const GET = 'com.atproto.admin.getSubjectStatus'
const UPDATE = 'com.atproto.admin.updateSubjectStatus'
/** The reference that the desk writes with a takedown: its own generation. A restored subject has none. */
const REFERENCE = /^countersign:(\d{1,15})$/

/** The time for which a status that was just read serves the instruction that follows. */
const RECENT_MS = 500
const STORED_MAX = 1_000

/** The state of a subject in the administration of its PDS. */
export interface SubjectStatus {
  isTakenDown: boolean
  /** The generation of the desk's own takedown. 0: there is none, or another tool took the subject down. */
  generation: number
  /** The version of a record that the PDS has now. */
  cid?: string
}

/**
 * The statuses that were read last. The desk reads the baseline of a subject right before its first takedown, so the
 * takedown needs no read of its own. Each status serves once, and no instruction that gives a subject back.
 */
export class RecentStatuses {
  readonly #stored = new Map<string, { status: SubjectStatus; atMs: number }>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Stores a status. `atMs`: the time at which its read began. */
  store(subject: Subject, status: SubjectStatus, atMs: number): void {
    const key = subjectKey(subject)
    this.#stored.delete(key)
    this.#stored.set(key, { status, atMs })
    const [oldest] = this.#stored.keys()
    if (this.#stored.size > STORED_MAX && oldest !== undefined) this.#stored.delete(oldest)
  }

  /** Returns the status if it is recent, and drops it. */
  take(subject: Subject): SubjectStatus | undefined {
    const key = subjectKey(subject)
    const stored = this.#stored.get(key)
    this.#stored.delete(key)
    return stored !== undefined && this.#nowMs() - stored.atMs < RECENT_MS ? stored.status : undefined
  }

  now(): number {
    return this.#nowMs()
  }
}

/** Reads the state of a subject at its PDS. Undefined: the PDS has no such subject. */
export async function readStatus(pds: XrpcService, subject: Subject): Promise<SubjectStatus | undefined> {
  if (didOf(subject) === undefined) return undefined
  const at = recordOf(subject)
  const params = at === undefined ? { did: subject.id } : { uri: formatAtUri(at) }
  const answer = await callXrpc(pds, { method: GET, params }, StatusAnswer)
  if (isRefusal(answer)) return answer.error === 'NotFound' ? undefined : failRefused(GET, answer)
  const { takedown, subject: found } = answer
  return {
    isTakenDown: takedown?.applied ?? false,
    generation: Number(REFERENCE.exec(takedown?.ref ?? '')?.[1] ?? 0),
    ...(found.cid !== undefined && { cid: found.cid }),
  }
}

/** Returns the state that a takedown leaves: an account that is taken down can't post either. */
export const stateOf = ({ kind }: Subject, isTakenDown: boolean): PlatformState => ({
  visible: !isTakenDown,
  spread: 'full',
  mayPost: kind === 'content' || !isTakenDown,
  labels: [],
})

/**
 * Takes a subject down, or gives it back, and reads it again. A PDS stores no generations of subjects that are online, so
 * it can't refuse a late call: the desk reads before it writes, and refuses what a newer takedown has overtaken. The
 * takedown of another tool keeps that tool's reference. A takedown may follow a status that was read a moment ago.
 */
export async function applyStatus(
  pds: XrpcService,
  instruction: Instruction,
  { now, recent }: { now: () => Date; recent: RecentStatuses },
): Promise<ApplyAnswer> {
  const { subject, generation, desired, events } = instruction
  const isTakenDown = !desired.visible
  if (!isWhole(subject, desired) || events.length > 0) {
    throw new ConnectorError('refused', `a PDS takes ${subject.kind}s down as a whole, and gives them back; no more`)
  }
  const known = recent.take(subject)
  const before = isTakenDown && known !== undefined ? known : await readStatus(pds, subject)
  if (before === undefined) throw new ConnectorError('no_such_subject', `the PDS has no ${subject.kind} of this id`)
  if (isTakenDown && !before.isTakenDown) refuseListAsContent(subject)
  if (before.generation > generation) {
    const newer = { generation: before.generation }
    throw new ConnectorError('stale_generation', 'a newer takedown of this desk is in force', newer)
  }
  const isForeign = before.isTakenDown && before.generation === 0
  const isCurrent =
    before.isTakenDown === isTakenDown && (!isTakenDown || isForeign || before.generation === generation)
  if (!isCurrent) await writeStatus(pds, subject, { isTakenDown, generation, cid: before.cid })
  const outcome = isCurrent && before.generation === generation ? 'known' : 'applied'
  return { outcome, generation, state: stateOf(subject, isTakenDown), appliedAt: now().toISOString() }
}

/**
 * Refuses to restrict a list under the id of a content, where neither its members nor its owner would count. What was
 * restricted under it comes back.
 */
export function refuseListAsContent(subject: Subject): void {
  if (isListAsContent(subject))
    throw new ConnectorError('refused', `a list of accounts is restricted as @list:${subject.id}, not as a content`)
}

/** True for the two states that a PDS knows: online as it was, and taken down as a whole. */
const isWhole = (
  { kind }: Subject,
  { visible, spread, mayPost, labels, blockedCountries = [] }: PlatformState,
): boolean =>
  spread === 'full' &&
  labels.length + blockedCountries.length === 0 &&
  mayPost === (kind === 'content' ? true : visible)

async function writeStatus(
  pds: XrpcService,
  of: Subject,
  { isTakenDown, generation, cid }: { isTakenDown: boolean; generation: number; cid: string | undefined },
): Promise<void> {
  const at = recordOf(of)
  const subject =
    at === undefined
      ? { $type: 'com.atproto.admin.defs#repoRef', did: of.id }
      : { $type: 'com.atproto.repo.strongRef', uri: formatAtUri(at), cid }
  const takedown = { applied: isTakenDown, ...(isTakenDown && { ref: `countersign:${generation}` }) }
  const answer = await callXrpc(pds, { method: UPDATE, input: { subject, takedown } }, Type.Object({}))
  if (isRefusal(answer)) failRefused(UPDATE, answer)
}

const StatusAnswer = Type.Object({
  subject: Type.Object({ cid: Type.Optional(Type.String({ maxLength: 200 })) }),
  takedown: Type.Optional(Type.Object({ applied: Type.Boolean(), ref: Type.Optional(Type.String()) })),
})
