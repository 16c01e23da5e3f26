import type { ApplyAnswer, BatchedInstruction } from '@countersign/platform-kit'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type Attempt, ConnectorError } from '../../../foundation/connector/connector.ts'
import { AppliedAnswer, type Applying, applyInstruction, signAttempt } from '../apply-instruction.ts'
import { refusalOf, sendCall } from '../send-call.ts'

/** The most characters of the instructions in one batch: a body has at most 1,000,000. */
const BATCH_CHARS_MAX = 900_000
/** A platform begins the instructions of a batch within 10 seconds, and answers those it did not reach as refused. */
const BATCH_TIMEOUT_MS = 12_000
/** The most bytes of the answer to one batch. */
const ANSWER_BYTES_MAX = 4 * 1_048_576
/** The single calls that are sent at once to a platform that takes no batch. */
const SINGLE_CALLS_AT_ONCE = 8

/** The time within which single calls begin: with their own time limit, about as long as a batch takes. */
const SINGLE_CALLS_BEGIN_MS = 5_000

type Outcome = ApplyAnswer | ConnectorError

interface Item {
  attempt: Attempt
  signed: BatchedInstruction
}

/**
 * Sends instructions in as few calls as the platform takes, and returns the outcome of each in their order. A platform
 * that states no batch, or knows it no longer, gets single calls.
 */
export async function applyBatch(applying: Applying, attempts: readonly Attempt[]): Promise<readonly Outcome[]> {
  const { batch } = (await applying.stated.read(applying)) ?? {}
  if (batch === undefined) return applyEach(applying, attempts)
  const outcomes = new Map<Attempt, Outcome>()
  const items: Item[] = []
  for (const attempt of attempts) {
    const signed = await signAttempt(applying, attempt).catch(asOutcome)
    if (signed instanceof ConnectorError) outcomes.set(attempt, signed)
    else items.push({ attempt, signed })
  }
  for (const chunk of splitItems(items, batch.instructionsMax)) {
    const answered = await sendItems(applying, chunk)
    for (const [place, { attempt }] of chunk.entries()) outcomes.set(attempt, answered[place] ?? unreadable())
  }
  return attempts.map((attempt) => outcomes.get(attempt) ?? unreadable())
}

/** Splits items into batches by their number and by their length. */
function splitItems(items: readonly Item[], instructionsMax: number): Item[][] {
  const chunks: Item[][] = []
  let chars = 0
  for (const item of items) {
    const length = JSON.stringify(item.signed).length
    const last = chunks.at(-1)
    if (last && last.length < instructionsMax && chars + length <= BATCH_CHARS_MAX) {
      last.push(item)
      chars += length
    } else {
      chunks.push([item])
      chars = length
    }
  }
  return chunks
}

async function sendItems(applying: Applying, items: readonly Item[]): Promise<readonly Outcome[]> {
  const instructions = items.map(({ signed }) => signed)
  const sending = { timeoutMs: BATCH_TIMEOUT_MS, ...applying.sending, bytesMax: ANSWER_BYTES_MAX }
  try {
    const { outcomes } = await sendCall(sending, { type: 'subject.apply_batch', instructions }, BatchAnswer)
    if (outcomes.length !== items.length) return items.map(unreadable)
    return items.map(({ signed }, place) => readOutcome(outcomes[place], signed))
  } catch (error) {
    const failed = asOutcome(error)
    if (failed.failure !== 'malformed') return items.map(() => failed)
    // The platform knows no batches any more: it was replaced by an older version.
    applying.stated.forget()
    return applyEach(
      applying,
      items.map(({ attempt }) => attempt),
    )
  }
}

/** Reads the outcome of one instruction. One that is about another generation counts as none. */
function readOutcome(
  outcome: { status: number; answer: unknown } | undefined,
  { instruction }: BatchedInstruction,
): Outcome {
  if (outcome === undefined) return unreadable()
  const { status, answer } = outcome
  if (status !== 200) return refusalOf(status, answer)
  return Value.Check(AppliedAnswer, answer) && answer.generation === instruction.generation ? answer : unreadable()
}

const applyEach = (applying: Applying, attempts: readonly Attempt[]): Promise<readonly Outcome[]> =>
  callEach(attempts, (attempt) => applyInstruction(applying, attempt))

/**
 * Makes single calls, a few at once, and returns their outcomes in order. Those that have not begun within the time of
 * a batch are left to a later attempt, because a claim on a job ends.
 */
export async function callEach<Of, T>(
  all: readonly Of[],
  call: (one: Of) => Promise<T>,
): Promise<readonly (T | ConnectorError)[]> {
  const outcomes: (T | ConnectorError)[] = []
  const untilMs = performance.now() + SINGLE_CALLS_BEGIN_MS
  const waiting = all.entries()
  const work = async () => {
    for (const [place, one] of waiting)
      outcomes[place] = performance.now() > untilMs ? notReached() : await call(one).catch(asOutcome)
  }
  await Promise.all(Array.from({ length: SINGLE_CALLS_AT_ONCE }, work))
  return outcomes
}

function asOutcome(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  throw error
}

const unreadable = (): ConnectorError =>
  new ConnectorError('unreadable', "the platform's answer to a batch has no readable outcome for it")

const notReached = (): ConnectorError => new ConnectorError('unavailable', 'the calls before this one took too long')

const BatchAnswer = Type.Object({
  outcomes: Type.Array(Type.Object({ status: Type.Integer(), answer: Type.Unknown() })),
})
