import type { ReadBack } from '@countersign/platform-kit'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ConnectorError, VERSION_CHARS_MAX } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { callEach } from './apply-batch.ts'
import { type Applying, StateAnswer, TimeText } from './apply-instruction.ts'
import { Epoch, Generation, refusalOf, sendCall } from './send-call.ts'

/** A platform begins the reads of a batch within 4 seconds, and answers those it did not reach as refused. */
const BATCH_TIMEOUT_MS = 6_000
/** The most bytes of the answer to one batch. */
const ANSWER_BYTES_MAX = 4 * 1_048_576

type Shown = ReadBack | ConnectorError | undefined

/**
 * Reads subjects back in as few calls as the platform takes, and returns what each shows in their order. A platform that
 * states no such batch, or knows it no longer, gets single calls.
 */
export async function readBackBatch(
  applying: Applying,
  subjects: readonly Subject[],
  readBack: (subject: Subject) => Promise<ReadBack | undefined>,
): Promise<readonly Shown[]> {
  const { batch } = (await applying.stated.read(applying)) ?? {}
  if (batch?.readBack !== true) return callEach(subjects, readBack)
  const shown: Shown[] = []
  for (let from = 0; from < subjects.length; from += batch.instructionsMax) {
    const chunk = subjects.slice(from, from + batch.instructionsMax)
    const together = await readTogether(applying, chunk)
    shown.push(...(together ?? (await callEach(chunk, readBack))))
  }
  return shown
}

/** Undefined: the platform knows no such batch any more, because it was replaced by an older version. */
async function readTogether(applying: Applying, subjects: readonly Subject[]): Promise<readonly Shown[] | undefined> {
  const sending = { timeoutMs: BATCH_TIMEOUT_MS, ...applying.sending, bytesMax: ANSWER_BYTES_MAX }
  try {
    const { outcomes } = await sendCall(sending, { type: 'subject.read_back_batch', subjects }, BatchAnswer)
    if (outcomes.length !== subjects.length) return subjects.map(unreadable)
    return subjects.map((subject, place) => readOutcome(outcomes[place], subject))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.failure !== 'malformed') return subjects.map(() => error)
    applying.stated.forget()
    return undefined
  }
}

/** Reads what is shown of one subject. An answer about another subject counts as none. */
function readOutcome(outcome: { status: number; answer: unknown } | undefined, { kind, id }: Subject): Shown {
  if (outcome === undefined) return unreadable()
  const { status, answer } = outcome
  if (status !== 200) {
    const refusal = refusalOf(status, answer)
    return refusal.failure === 'no_such_subject' ? undefined : refusal
  }
  if (!Value.Check(ReadBackAnswer, answer)) return unreadable()
  return answer.subject.kind === kind && answer.subject.id === id ? answer : unreadable()
}

const unreadable = (): ConnectorError =>
  new ConnectorError('unreadable', "the platform's answer to a batch has nothing readable about it")

export const SubjectAnswer = Type.Object({
  kind: Type.Union([Type.Literal('account'), Type.Literal('content')]),
  id: Type.String(),
})
export const factOf = <Schema extends TSchema>(schema: Schema) =>
  Type.Union([schema, Type.Null(), Type.Literal('absent')])
export const Reach = factOf(Type.Integer({ minimum: 0 }))
export const ReadBackAnswer = Type.Object({
  subject: SubjectAnswer,
  state: StateAnswer,
  generation: Generation,
  epoch: Epoch,
  reach: Reach,
  credentialsResetAt: Type.Optional(TimeText),
  credentialsChangedAt: Type.Optional(TimeText),
  address: Type.Optional(Type.String({ maxLength: 2_048 })),
  version: Type.Optional(Type.String({ minLength: 1, maxLength: VERSION_CHARS_MAX })),
  readAt: TimeText,
})
const BatchAnswer = Type.Object({
  outcomes: Type.Array(Type.Object({ status: Type.Integer(), answer: Type.Unknown() })),
})
