import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Subject, SubjectFacts } from './protocol.ts'
import { mend } from './read-profile.ts'

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
