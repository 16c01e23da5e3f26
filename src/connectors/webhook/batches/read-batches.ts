import type { ReadBack, SubjectFacts } from '@countersign/platform-kit'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import type { Applying } from '../apply-instruction.ts'
import { ReadBackAnswer } from '../read-back.ts'
import { FactsAnswer } from '../read-facts.ts'
import { refusalOf, sendCall } from '../send-call.ts'
import { callEach } from './apply-batch.ts'

/** A platform begins the reads of a batch within 4 seconds, and answers those it did not reach as refused. */
const READ_BACK_TIMEOUT_MS = 6_000
/** A platform begins the reads of facts within half a second. A slow subject is then read alone, and delays no other. */
const FACTS_TIMEOUT_MS = 1_000
/** The most bytes of the answer to one batch. */
const ANSWER_BYTES_MAX = 4 * 1_048_576

type Shown<Said> = Said | ConnectorError | undefined

/** One kind of read that a platform makes of many subjects in one call. */
interface Reading<Schema extends TSchema> {
  type: 'subject.read_back_batch' | 'subject.facts_batch'
  timeoutMs: number
  answer: Schema
  isAbout: (answer: Static<Schema>, subject: Subject) => boolean
}

const READ_BACK: Reading<typeof ReadBackAnswer> = {
  ...{ type: 'subject.read_back_batch', timeoutMs: READ_BACK_TIMEOUT_MS, answer: ReadBackAnswer },
  isAbout: ({ subject }, { kind, id }) => subject.kind === kind && subject.id === id,
}
const FACTS: Reading<typeof FactsAnswer> = {
  ...{ type: 'subject.facts_batch', timeoutMs: FACTS_TIMEOUT_MS, answer: FactsAnswer },
  isAbout: ({ account, content }, { kind, id }) => (kind === 'account' ? account.id : content?.id) === id,
}

/**
 * Reads subjects back in as few calls as the platform takes, and returns what each shows in their order. A platform that
 * states no such batch, or knows it no longer, gets single calls.
 */
export async function readBackBatch(
  applying: Applying,
  subjects: readonly Subject[],
  readBack: (subject: Subject) => Promise<ReadBack | undefined>,
): Promise<readonly Shown<ReadBack>[]> {
  const { batch } = (await applying.stated.read(applying)) ?? {}
  if (batch?.readBack !== true) return callEach(subjects, readBack)
  const shown: Shown<ReadBack>[] = []
  for (let from = 0; from < subjects.length; from += batch.instructionsMax) {
    const chunk = subjects.slice(from, from + batch.instructionsMax)
    const together = await readTogether(applying, READ_BACK, chunk)
    shown.push(...(together ?? (await callEach(chunk, readBack))))
  }
  return shown
}

/** The most subjects whose facts the platform gives in one call, as it last stated. 1: it takes single calls alone. */
export function countFactsMax(applying: Applying): number {
  const { batch } = applying.stated.last(applying) ?? {}
  return batch?.facts === true ? batch.instructionsMax : 1
}

/** Reads the facts of subjects in one call, and returns those of each in their order. */
export async function readFactsBatch(
  applying: Applying,
  subjects: readonly Subject[],
): Promise<readonly Shown<SubjectFacts>[]> {
  return (await readTogether(applying, FACTS, subjects)) ?? subjects.map(unreadable)
}

/** Undefined: the platform knows no such batch any more, because it was replaced by an older version. */
async function readTogether<Schema extends TSchema>(
  applying: Applying,
  reading: Reading<Schema>,
  subjects: readonly Subject[],
): Promise<readonly Shown<Static<Schema>>[] | undefined> {
  const { type, timeoutMs } = reading
  const sending = { timeoutMs, ...applying.sending, bytesMax: ANSWER_BYTES_MAX }
  try {
    const { outcomes } = await sendCall(sending, { type, subjects }, BatchAnswer)
    if (outcomes.length !== subjects.length) return subjects.map(unreadable)
    return subjects.map((subject, place) => readOutcome(reading, outcomes[place], subject))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.failure !== 'malformed') return subjects.map(() => error)
    applying.stated.forget()
    return undefined
  }
}

/** Reads what is shown of one subject. An answer about another subject counts as none. */
function readOutcome<Schema extends TSchema>(
  { answer: schema, isAbout }: Reading<Schema>,
  outcome: { status: number; answer: unknown } | undefined,
  subject: Subject,
): Shown<Static<Schema>> {
  if (outcome === undefined) return unreadable()
  const { status, answer } = outcome
  if (status !== 200) {
    const refusal = refusalOf(status, answer)
    return refusal.failure === 'no_such_subject' ? undefined : refusal
  }
  return Value.Check(schema, answer) && isAbout(answer, subject) ? answer : unreadable()
}

const unreadable = (): ConnectorError =>
  new ConnectorError('unreadable', "the platform's answer to a batch has nothing readable about it")

const BatchAnswer = Type.Object({
  outcomes: Type.Array(Type.Object({ status: Type.Integer(), answer: Type.Unknown() })),
})
