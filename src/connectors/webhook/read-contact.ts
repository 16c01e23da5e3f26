import type { ReadContact } from '@countersign/platform-kit'
import { Type } from 'typebox'
import type { Subject } from '../../foundation/domain.ts'
import { orNotOffered, READ_TIMEOUT_MS } from './read-account.ts'
import { type Sending, sendCall } from './send-call.ts'

/** Twin of EMAIL_CHARS_MAX in platform-kit. */
export const EMAIL_CHARS_MAX = 254
const LANGUAGE_CHARS_MAX = 35

const ContactAnswer = Type.Object({
  email: Type.Union([Type.String({ maxLength: EMAIL_CHARS_MAX }), Type.Null()]),
  language: Type.Optional(Type.String({ maxLength: LANGUAGE_CHARS_MAX })),
  readAt: Type.String({ maxLength: 40 }),
})

/** Reads the e-mail address of an account's owner. `absent`: the platform hands out none. Undefined: no such account. */
export const readContact = (sending: Sending, account: Subject): Promise<ReadContact | 'absent' | undefined> =>
  orNotOffered(
    sendCall({ timeoutMs: READ_TIMEOUT_MS, ...sending }, { type: 'subject.contact', subject: account }, ContactAnswer),
  )
