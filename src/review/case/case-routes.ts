import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { readPosition } from '../../foundation/database/page-cursor.ts'
import { CaseId, PAGE_SIZE_DEFAULT, PageQuery, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { addNote, MENTIONS_AN_HOUR_MAX, newMentionLimit } from './add-note.ts'
import { CaseDetail, toCaseDetail } from './case-detail.ts'
import { listCasePeople } from './case-people.ts'
import { openCase, readCase } from './read-case.ts'

const NOTE_LENGTH_MAX = 5_000
const MENTIONS_MAX = 10
const CaseParams = Type.Object({ caseId: CaseId })
const NoteBody = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: NOTE_LENGTH_MAX }),
    mentions: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        maxItems: MENTIONS_MAX,
        uniqueItems: true,
        description: 'The pseudonyms of people who may open the case. Each is alerted.',
      }),
    ),
  },
  strict,
)

/** Routes that show one case, and add notes to it. */
export function caseRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Read a case: reports, evidence, account, history, enforcements and notes',
    description:
      '`limit` and `cursor` page through its reports. A protected case takes the clearance "protected"; other cases take the clearances of their queue. Each view by the holder is recorded.',
    params: CaseParams,
    querystring: Type.Object(PageQuery, strict),
    response: { 200: CaseDetail, 404: Problem },
  }
  app.get('/v1/cases/:caseId', { schema: read }, async (request) => {
    const { limit = PAGE_SIZE_DEFAULT, cursor } = request.query
    const page = { after: readPosition(cursor), size: limit }
    const full = await readCase(desk, { caseId: request.params.caseId, staffId: staffOf(request).id, page })
    return toCaseDetail(full, { translates: desk.translator !== undefined, items: desk.policies.items })
  })

  const mentionLimit = newMentionLimit()
  const note = {
    summary: 'Add a note to a case',
    description: `The people whom it mentions are alerted, once until they have seen the alert. 429: your notes mentioned people ${MENTIONS_AN_HOUR_MAX} times within an hour.`,
    params: CaseParams,
    body: NoteBody,
    response: { 204: Type.Null(), 400: Problem, 403: Problem, 404: Problem, 429: Problem },
  }
  app.post('/v1/cases/:caseId/notes', { schema: note }, async (request, reply) => {
    const { text, mentions = [] } = request.body
    const { caseId } = request.params
    await addNote(desk, mentionLimit, { caseId, staffId: staffOf(request).id, text, mentions })
    return reply.code(204).send(null)
  })

  const people = {
    summary: 'List the people who may open a case, by pseudonym',
    description: 'Those whom a note may mention, and to whom the case may be transferred when it fits them.',
    params: CaseParams,
    response: { 200: Type.Object({ people: Type.Array(Type.String()) }), 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/people', { schema: people }, async (request) => {
    const { caseId } = request.params
    await openCase(desk.db, caseId, staffOf(request).id)
    return { people: (await listCasePeople(desk.db, caseId)).map(({ pseudonym }) => pseudonym) }
  })
}
