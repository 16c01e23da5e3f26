import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import { answerEach } from './apply-batch.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { MalformedCall } from './parse-values.ts'
import type { BatchAnswer, BatchOutcome, Subject, SubjectFacts } from './protocol.ts'
import { mend } from './read-profile.ts'

/** The time within which the reads of a batch begin. A desk waits for a second, and then reads each subject alone. */
const BEGIN_MS_MAX = 500

/** The members that name a subject or bytes: replaced characters would let them name another one. */
const IS_ID = /^(?:id|reference|poster)$|Id$/

/** Returns the facts of a subject, with every word of an author in a form that a desk accepts. */
export async function readFacts<Tx>({ store, handlers, clock }: PlatformSetup<Tx>, subject: Subject): Promise<Answer> {
  return store.atomically(subject, async (tx) => {
    const facts = await handlers.facts(tx, subject)
    if (!facts) return refuse('no_such_subject', NO_SUCH_SUBJECT)
    return answer({ readAt: clock.now().toISOString(), ...mendWords(facts) } satisfies SubjectFacts)
  })
}

/** Returns a value as JSON states it, a `Date` as text for one, with mended texts but for those that are ids. */
const mendWords = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (name, member: unknown) =>
    typeof member === 'string' && !IS_ID.test(name) ? mend(member) : member,
  )

/** Reads the facts of several subjects, each as if it had been read alone. One that is unknown or fails stops no other. */
export async function readFactsBatch<Tx>(
  setup: PlatformSetup<Tx>,
  subjects: readonly (Subject | MalformedCall)[],
): Promise<Answer> {
  const groups = subjects.map((subject, place) => [[place, subject] as const])
  const read = (subject: Subject) => readFacts(setup, subject)
  const outcomes: BatchOutcome<SubjectFacts>[] = await answerEach(setup, groups, BEGIN_MS_MAX, read)
  return answer({ outcomes } satisfies BatchAnswer<SubjectFacts>)
}
