import type { Thread, ThreadPage } from '@countersign/platform-kit'
import { type TSchema, Type } from 'typebox'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { NAME_CHARS_MAX, orNotOffered, READ_TIMEOUT_MS, TEXT_CHARS_MAX } from './read-account.ts'
import { type Sending, sendCall } from './send-call.ts'

/** Twin of MESSAGES_MAX in platform-kit. */
export const MESSAGES_MAX = 25
/** Twin of PLACES_MAX in platform-kit. */
export const PLACES_MAX = 250
/** The room for a page whose every character JSON escapes: an author must not make a thread unreadable. */
const ANSWER_BYTES_MAX = 1_048_576

/** Reads a page of the messages around a content. `absent`: the platform offers no such read. */
export async function readThread(
  sending: Sending,
  subject: Subject,
  page: ThreadPage,
): Promise<Thread | 'absent' | undefined> {
  const options = { timeoutMs: READ_TIMEOUT_MS, ...sending, bytesMax: ANSWER_BYTES_MAX }
  const thread = await orNotOffered(sendCall(options, { type: 'subject.thread', subject, ...page }, ThreadAnswer))
  if (thread === undefined || thread === 'absent' || isPage(thread, page)) return thread
  throw new ConnectorError(
    'unreadable',
    'the messages of the thread are not those of this page, each once and by place',
  )
}

const isPage = ({ messages }: Thread, { from, count }: ThreadPage): boolean =>
  messages.every(
    ({ place }, index) => place >= from && place < from + count && place > (messages[index - 1]?.place ?? from - 1),
  )

const factOf = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null(), Type.Literal('absent')])
const Id = Type.String({ minLength: 1, maxLength: 512 })
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const ThreadAnswer = Type.Object({
  kind: Type.Union([Type.Literal('thread'), Type.Literal('transcript'), Type.Literal('session_log')]),
  messages: Type.Array(
    Type.Object({
      place: Type.Integer(),
      id: Id,
      accountId: orNull(Id),
      handle: orNull(Type.String({ maxLength: NAME_CHARS_MAX })),
      text: Type.String({ maxLength: TEXT_CHARS_MAX }),
      createdAt: factOf(Type.String({ maxLength: 40 })),
      state: Type.Union([Type.Literal('shown'), Type.Literal('hidden'), Type.Literal('deleted')]),
      mediaCount: Type.Integer({ minimum: 0 }),
      class: Type.Optional(Type.Union([Type.Literal('ordinary'), Type.Literal('restricted')])),
      cut: Type.Optional(Type.Boolean()),
    }),
    { maxItems: MESSAGES_MAX },
  ),
  hasEarlier: Type.Boolean(),
  hasLater: Type.Boolean(),
  readAt: Type.String({ maxLength: 40 }),
})
