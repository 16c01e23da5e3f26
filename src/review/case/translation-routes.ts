import { Type } from 'typebox'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { type Translator, TranslatorError } from '../../foundation/connector/translator.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { message } from '../../foundation/messages/message.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { CaseId, orNull, Problem, ReportId, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findComment, findContent, type OpenedCase } from './case-queries.ts'
import { openCase } from './read-case.ts'
import { isRestricted } from '../media/restricted-queries.ts'
import { PAGE_MESSAGES_MAX, ThreadReads } from '../thread/read-thread.ts'
import { PLACE_MAX } from '../thread/show-thread.ts'
import { listWords, MESSAGES_AT_ONCE_MAX, translateWords } from '../thread/translate-thread.ts'

const LANGUAGE = '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$'
/** Enough for a person who reads, too few for a machine that sends the texts of cases away. */
const TRANSLATIONS_A_MINUTE_MAX = 20
const MESSAGE_ID_CHARS_MAX = 600
const Body = Type.Object(
  {
    to: Type.String({ pattern: LANGUAGE, maxLength: 35, description: 'BCP 47, such as en.' }),
    reportId: Type.Optional({
      ...ReportId,
      description: 'A report of the case, whose comment is translated. Left out: the text of the content.',
    }),
  },
  strict,
)
const Answer = Type.Object({
  text: Type.String(),
  from: orNull(Type.String({ description: 'The language as the translation service names it.' })),
  to: Type.String(),
})

const ThreadBody = Type.Object(
  {
    to: Type.String({ pattern: LANGUAGE, maxLength: 35, description: 'BCP 47, such as en.' }),
    from: Type.Integer({ minimum: -PLACE_MAX, maximum: PLACE_MAX, description: 'The place of the first message.' }),
    count: Type.Integer({ minimum: 1, maximum: PAGE_MESSAGES_MAX, description: 'The most messages from there on.' }),
    ids: Type.Array(Type.String({ minLength: 1, maxLength: MESSAGE_ID_CHARS_MAX }), {
      ...{ minItems: 1, maxItems: MESSAGES_AT_ONCE_MAX, uniqueItems: true },
      description: 'The messages among these to translate.',
    }),
  },
  strict,
)
const ThreadAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ description: 'The message.' }),
      text: Type.String(),
      from: orNull(Type.String({ description: 'The language as the translation service names it.' })),
    }),
    { maxItems: MESSAGES_AT_ONCE_MAX },
  ),
  to: Type.String(),
})

/** The routes that translate texts of a case into a language of its reviewer. */
export function translationRoutes(app: App, desk: Desk): void {
  const limit = new AttemptLimit({ max: TRANSLATIONS_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const schema = {
    summary: 'Translate the text of a case’s content, or the comment of a report',
    description: `The translator is the service that COUNTERSIGN_TRANSLATE_URL or COUNTERSIGN_TRANSLATOR_URL names. It receives this text and the two languages, nothing else. 409: no translator is configured. 429: you requested ${TRANSLATIONS_A_MINUTE_MAX} translations within a minute.`,
    params: Type.Object({ caseId: CaseId }),
    body: Body,
    response: { 200: Answer, 403: Problem, 404: Problem, 409: Problem, 429: Problem, 503: Problem },
  }
  app.post('/v1/cases/:caseId/translation', { schema }, async (request) => {
    const { found, translator } = await openTranslator(desk, request.params.caseId, staffOf(request).id)
    const { to, reportId } = request.body
    const given = await findText(desk.db, found, reportId)
    if (given === undefined) throw new DeskError('not_found', message('translation.noText'))
    if (!limit.admit(staffOf(request).id)) throw new DeskError('too_many', message('translation.tooMany'))
    return { ...(await orUnavailable(translator.translate({ ...given, to }))), to }
  })
  threadTranslationRoute(app, desk, limit)
}

function threadTranslationRoute(app: App, desk: Desk, limit: AttemptLimit): void {
  const reads = new ThreadReads(desk.platform)
  const schema = {
    summary: 'Translate messages around a case’s content',
    description: `The desk reads the messages from the platform again. The translator receives their texts and the language, nothing else. Restricted and withheld messages are left out. Each message counts as one of ${TRANSLATIONS_A_MINUTE_MAX} translations within a minute.`,
    params: Type.Object({ caseId: CaseId }),
    body: ThreadBody,
    response: { 200: ThreadAnswer, 403: Problem, 404: Problem, 409: Problem, 429: Problem, 503: Problem },
  }
  app.post('/v1/cases/:caseId/thread/translations', { schema }, async (request) => {
    const staffId = staffOf(request).id
    const { found, translator } = await openTranslator(desk, request.params.caseId, staffId)
    const { to, ...asked } = request.body
    const words = await listWords(desk, reads, { found, staffId, ...asked })
    if (words.length === 0) throw new DeskError('not_found', message('translation.noText'))
    if (!limit.admit(staffId, words.length)) throw new DeskError('too_many', message('translation.tooMany'))
    return { items: await orUnavailable(translateWords(translator, words, to)), to }
  })
}

/** Opens a case whose texts may be sent to the translator. Throws when the desk has none, or a part is restricted. */
async function openTranslator(
  desk: Desk,
  caseId: string,
  staffId: string,
): Promise<{ found: OpenedCase; translator: Translator }> {
  const found = await openCase(desk.db, caseId, staffId)
  const { translator } = desk
  if (translator === undefined) throw new DeskError('conflict', message('translation.none'))
  if (await isRestricted(desk.db, found.subject)) throw new DeskError('not_allowed', message('translation.restricted'))
  return { found, translator }
}

async function orUnavailable<T>(translated: Promise<T>): Promise<T> {
  try {
    return await translated
  } catch (error) {
    if (!(error instanceof TranslatorError)) throw error
    throw new DeskError('unavailable', message('translation.failed', { why: error.message }))
  }
}

/** Finds a text of the case and its language. Undefined: the desk has none. */
async function findText(
  db: Queryable,
  { subject, reportedIn }: OpenedCase,
  reportId: string | undefined,
): Promise<{ text: string; from: string | null } | undefined> {
  if (reportId !== undefined) return findComment(db, { caseId: reportedIn, reportId })
  const { kind, id } = parseSubjectKey(subject)
  const content = kind === 'content' ? await findContent(db, id) : undefined
  return content?.text ? { text: content.text, from: content.language } : undefined
}
