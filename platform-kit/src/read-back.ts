import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import { answerEach } from './apply-batch.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Reading } from './handlers.ts'
import type { MalformedCall } from './parse-values.ts'
import type { BatchAnswer, BatchOutcome, ReadBack, Subject } from './protocol.ts'

/** The time within which the reads of a batch begin. It is shorter than the time for which a desk waits. */
const BEGIN_MS_MAX = 4_000

/** Reads the state that the platform shows now. */
export async function readBack<Tx>({ store, handlers, clock }: PlatformSetup<Tx>, subject: Subject): Promise<Answer> {
  return store.atomically(subject, async (tx) => {
    const reading = await handlers.read(tx, subject)
    if (!reading) return refuse('no_such_subject', NO_SUCH_SUBJECT)
    const record = await store.findRecord(tx, subject)
    const { state, reach, ...whatElse } = reading
    const { generation = 0, epoch } = record ?? {}
    const told = { subject, state, generation, ...(epoch && { epoch }), reach, readAt: clock.now().toISOString() }
    return answer({ ...told, ...onlyKnown(whatElse) } satisfies ReadBack)
  })
}

function onlyKnown({ credentialsResetAt, credentialsChangedAt, address }: Omit<Reading, 'state' | 'reach'>) {
  return {
    ...(credentialsResetAt !== undefined && { credentialsResetAt }),
    ...(credentialsChangedAt !== undefined && { credentialsChangedAt }),
    ...(address !== undefined && { address }),
  }
}

/** Reads several subjects back, each as if it had been read alone. One that is unknown or fails stops no other. */
export async function readBackBatch<Tx>(
  setup: PlatformSetup<Tx>,
  subjects: readonly (Subject | MalformedCall)[],
): Promise<Answer> {
  const groups = subjects.map((subject, place) => [[place, subject] as const])
  const read = (subject: Subject) => readBack(setup, subject)
  const outcomes: BatchOutcome<ReadBack>[] = await answerEach(setup, groups, BEGIN_MS_MAX, read)
  return answer({ outcomes } satisfies BatchAnswer<ReadBack>)
}
