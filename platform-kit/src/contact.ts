import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Subject } from './protocol.ts'

/** The longest e-mail address (RFC 5321). Twin of EMAIL_CHARS_MAX in TypeScript. */
export const EMAIL_CHARS_MAX = 254

/** The way to write to the owner of an account. */
export interface Contact {
  /** The confirmed e-mail address. Null: the platform has none. */
  email: string | null
  /** The language in which the owner uses the platform, as BCP 47 names it. Left out: not known. */
  language?: string
}

/** The way to write to the owner of an account, as read now. */
export interface ReadContact extends Contact {
  readAt: string
}

/** Returns the e-mail address to which a desk sends statements. A longer one than any mailbox has is none. */
export async function readContact<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  account: Subject,
): Promise<Answer> {
  if (handlers.contact === undefined) return refuse('refused', 'This platform hands out no addresses.')
  const found = await store.atomically(account, async (tx) => handlers.contact?.(tx, account))
  if (!found) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const { email, language } = found
  return answer({
    email: email !== null && email.length <= EMAIL_CHARS_MAX ? email : null,
    ...(language !== undefined && { language }),
    readAt: clock.now().toISOString(),
  } satisfies ReadContact)
}
