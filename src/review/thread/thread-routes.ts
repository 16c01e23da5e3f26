import { Type } from 'typebox'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { CaseId, GivenTime, orNull, Problem, strict, SubjectSchema } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { PAGE_MESSAGES_MAX, readCaseThread, ThreadReads } from './read-thread.ts'
import { PLACE_MAX, THREAD_MISSING } from './show-thread.ts'

const FROM_DEFAULT = -12
const Text = Type.String()

const Message = Type.Object({
  place: Type.Integer({ description: 'The place in the thread. 0 is the reported content, -1 the message before it.' }),
  id: Text,
  accountId: orNull(Text, 'The author. Null: the platform names none.'),
  handle: orNull(Text),
  text: orNull(Text, 'The text. Null: it is restricted.'),
  isCut: Type.Boolean({ description: 'True when the platform sent only the beginning.' }),
  createdAt: orNull(GivenTime),
  state: orNull(
    Type.Enum(['shown', 'hidden', 'deleted']),
    'hidden: visitors do not see it. Null: it is withheld until you have reviewed what waits for you.',
  ),
  mediaCount: Type.Integer(),
  isReported: Type.Boolean({ description: 'True for the content that the case is about.' }),
})

const ThreadReply = Type.Object({
  caseId: CaseId,
  subject: SubjectSchema,
  accountId: orNull(Text),
  claimedBy: orNull(Text, 'The holder of the case. Null: none.'),
  kind: orNull(Type.Enum(['thread', 'transcript', 'session_log'])),
  messages: Type.Array(Message, { maxItems: PAGE_MESSAGES_MAX, description: 'By place.' }),
  hasEarlier: Type.Boolean({ description: 'True when there are messages before the first one, within the limit.' }),
  hasLater: Type.Boolean({ description: 'True when there are messages after the last one, within the limit.' }),
  readAt: orNull(GivenTime),
  missing: orNull(
    Type.Enum([...THREAD_MISSING]),
    'The reason why there is none. absent: the platform offers no such read. gone: it has no such content. unknown: it did not answer. busy: too many reads at a time. account: the case is about an account. Null: it was read.',
  ),
  sha256: Type.String({
    description: 'The SHA-256, in hex, of what is shown. It is stored for the holder, and their decision names it.',
  }),
})

const Page = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({ minimum: -PLACE_MAX, maximum: PLACE_MAX, description: 'The place of the first message.' }),
    ),
    count: Type.Optional(
      Type.Integer({ minimum: 1, maximum: PAGE_MESSAGES_MAX, description: 'The most messages of the answer.' }),
    ),
  },
  strict,
)

/** Shows the messages around the content of a case: its thread, transcript or session log. */
export function threadRoutes(app: App, desk: Desk): void {
  const reads = new ThreadReads(desk.platform)
  const schema = {
    summary: 'Read a page of the messages around a case’s content',
    description: `The desk reads them from the platform: up to ${PLACE_MAX} messages in each direction. A platform that does not answer is a state of the answer, never an error. Each view is recorded; what the holder of the case is shown is stored as evidence.`,
    params: Type.Object({ caseId: CaseId }),
    querystring: Page,
    response: { 200: ThreadReply, 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/thread', { schema }, async (request) => {
    const { from = FROM_DEFAULT, count = PAGE_MESSAGES_MAX } = request.query
    const { caseId } = request.params
    const asked = { caseId, staffId: staffOf(request).id, from, count }
    const { case: found, ...shown } = await readCaseThread(desk, reads, asked)
    const { accountId, holder: claimedBy, subject } = found
    return { caseId, subject: parseSubjectKey(subject), accountId, claimedBy, ...shown }
  })
}
