import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { readPosition } from '../../foundation/database/page-cursor.ts'
import { CaseId, PAGE_SIZE_DEFAULT, PageQuery, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { addNote } from './add-note.ts'
import { CaseDetail, toCaseDetail } from './case-detail.ts'
import { readCase } from './read-case.ts'

const NOTE_LENGTH_MAX = 5_000
const CaseParams = Type.Object({ caseId: CaseId })
const NoteBody = Type.Object({ text: Type.String({ minLength: 1, maxLength: NOTE_LENGTH_MAX }) }, strict)

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
    return toCaseDetail(full, desk.translator !== undefined)
  })

  const note = {
    summary: 'Add a note to a case',
    params: CaseParams,
    body: NoteBody,
    response: { 204: Type.Null(), 403: Problem, 404: Problem },
  }
  app.post('/v1/cases/:caseId/notes', { schema: note }, async (request, reply) => {
    await addNote(desk, { caseId: request.params.caseId, staffId: staffOf(request).id, text: request.body.text })
    return reply.code(204).send(null)
  })
}
