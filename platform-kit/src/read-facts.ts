import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Subject, SubjectFacts } from './protocol.ts'
import { mend } from './read-profile.ts'

/** The members that name a subject or bytes: replaced characters would let them name another one. */
const IS_ID = /^(?:id|reference)$|Id$/

/** Returns the facts of a subject, with every word of an author in a form that a desk accepts. */
export async function readFacts<Tx>({ store, handlers, clock }: PlatformSetup<Tx>, subject: Subject): Promise<Answer> {
  return store.atomically(subject, async (tx) => {
    const facts = await handlers.facts(tx, subject)
    if (!facts) return refuse('no_such_subject', NO_SUCH_SUBJECT)
    return answer({ readAt: clock.now().toISOString(), ...mendWords(facts) } satisfies SubjectFacts)
  })
}

/** Mends the texts of a value, but for those that are ids. */
function mendWords<T>(value: T, name?: string): T
function mendWords(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return IS_ID.test(name) ? value : mend(value)
  if (Array.isArray(value)) return value.map((member) => mendWords(member))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mendWords(member, key)]))
}
