import { Type } from 'typebox'
import { TranslatorError } from '../../foundation/connector/translator.ts'
import { message } from '../../foundation/messages/message.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { CaseId, orNull, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findContent } from './case-queries.ts'
import { openCase } from './read-case.ts'
import { isRestricted } from '../media/restricted-queries.ts'

const LANGUAGE = '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$'
const Body = Type.Object(
  { to: Type.String({ pattern: LANGUAGE, maxLength: 35, description: 'BCP 47, such as en.' }) },
  strict,
)
const Answer = Type.Object({
  text: Type.String(),
  from: orNull(Type.String({ description: 'The language as the translation service names it.' })),
  to: Type.String(),
})

/** The route that translates the text of a content into a language of its reviewer. */
export function translationRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Translate the text of a case’s content',
    description:
      'The translator is the service that COUNTERSIGN_TRANSLATOR_URL names. It receives this text and the two languages, nothing else. 409: no translator is configured.',
    params: Type.Object({ caseId: CaseId }),
    body: Body,
    response: { 200: Answer, 403: Problem, 404: Problem, 409: Problem, 503: Problem },
  }
  app.post('/v1/cases/:caseId/translation', { schema }, async (request) => {
    const found = await openCase(desk.db, request.params.caseId, staffOf(request).id)
    if (desk.translator === undefined) throw new DeskError('conflict', message('translation.none'))
    if (await isRestricted(desk.db, found.subject))
      throw new DeskError('not_allowed', message('translation.restricted'))
    const { kind, id } = parseSubjectKey(found.subject)
    const content = kind === 'content' ? await findContent(desk.db, id) : undefined
    if (!content?.text) throw new DeskError('not_found', message('translation.noText'))
    const { to } = request.body
    try {
      return { ...(await desk.translator.translate({ text: content.text, from: content.language, to })), to }
    } catch (error) {
      if (!(error instanceof TranslatorError)) throw error
      throw new DeskError('unavailable', message('translation.failed', { why: error.message }))
    }
  })
}
