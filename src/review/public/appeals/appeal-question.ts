import type { FastifyReply, FastifyRequest } from 'fastify'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { findLatestAppeal } from '../../appeals/appeal-queries.ts'
import { findComplaintOfNotice } from '../../appeals/complaint-queries.ts'
import { ANSWER_CHARS_MAX, answerQuestion } from '../../appeals/questions/answer-question.ts'
import { type AppealQuestion, findQuestion } from '../../appeals/questions/question-queries.ts'
import { clean } from '../notices/read-notice.ts'
import { openLink } from '../pages/open-link.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Form } from '../pages/read-form.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { type AppealLink, findEnforcementOf } from './contested.ts'
import { requireKey } from './receive-page-appeal.ts'

interface Place {
  language: PublicLanguage
  /** The address to which the answer is sent. */
  path: string
}

/** Writes the question of the judge with its times, and the form for the answer while one is received. */
export function writeQuestion(question: AppealQuestion, { language, path }: Place): Html {
  const words = wordsOf(language)
  const { answerBy, answer, answeredAt, isOpen } = question
  const at = (time: Date) => words(publicMessage('publicStatus.at', { at: time }))
  return html`<h3>${words(publicMessage('publicAppeal.question.title'))}</h3>
<dl>
<dt>${words(publicMessage('publicAppeal.question.asked'))}</dt><dd><bdi>${question.question ?? '…'}</bdi></dd>
${answeredAt === null ? '' : html`<dt>${words(publicMessage('publicAppeal.question.answeredAt'))}</dt><dd>${at(answeredAt)}</dd>`}
${answer === null ? '' : html`<dt>${words(publicMessage('publicAppeal.question.yours'))}</dt><dd><bdi>${answer}</bdi></dd>`}
</dl>
${isOpen ? html`<p>${words(publicMessage('publicAppeal.question.until', { until: answerBy }))}</p>${writeForm({ language, path }, '')}` : ''}
${!isOpen && answeredAt === null ? html`<p>${words(publicMessage('publicAppeal.question.none'))}</p>` : ''}`
}

function writeForm({ language, path }: Place, value: string, isFaulty = false): Html {
  const words = wordsOf(language)
  const fault = words(publicMessage('publicAppeal.question.fault'))
  return html`<form method="post" action="${addressOf(path, language)}">
<label for="answer">${words(publicMessage('publicAppeal.question.yours'))}</label>
<p class="hint" id="answer-hint">${words(publicMessage('publicAppeal.question.hint'))}</p>
${isFaulty ? html`<p class="fault" id="answer-fault" role="alert">${fault}</p>` : ''}
<textarea id="answer" name="answer" dir="auto" maxlength="${ANSWER_CHARS_MAX}" required aria-describedby="answer-hint${isFaulty ? ' answer-fault' : ''}"${isFaulty ? html` aria-invalid="true"` : ''}>
${value}</textarea>
<button type="submit">${words(publicMessage('publicAppeal.question.send'))}</button>
</form>`
}

/** Adds the page that receives the answer of a link's holder, once. The same answer again gets the same receipt. */
export function addAnswerPage(pages: Pages, link: AppealLink): void {
  const { desk, limits, receive } = pages
  receive(`${PUBLIC_BASE}/${link}/:token/appeal/answer`, async (request, reply) => {
    const { token = '' } = request.params as PageParams
    const about = await openLink(desk.db, limits, { kind: link, token, ip: request.ip })
    const appealId = await findOwnAppeal(pages, link, about)
    const asked = appealId === undefined ? undefined : await findQuestion(desk.db, appealId)
    if (appealId === undefined || asked === undefined) throw new PageError('invalid_input')
    const answer = clean((request.body as Form).fields.get('answer') ?? '')
    const place = { language: languageOf(request), path: `${PUBLIC_BASE}/${link}/${token}/appeal/answer` }
    if (answer === '' || answer.length > ANSWER_CHARS_MAX)
      return send(pages, reply, place, { status: 422, title: 'title', body: writeForm(place, answer, true) })
    return store(pages, { request, reply }, { place, appealId, answer })
  })
}

async function findOwnAppeal({ desk }: Pages, link: AppealLink, about: string): Promise<string | undefined> {
  if (link === 'status') return (await findComplaintOfNotice(desk.db, about))?.id
  const enforcementId = await findEnforcementOf(desk.db, about)
  return enforcementId === undefined ? undefined : (await findLatestAppeal(desk.db, enforcementId))?.id
}

interface Answered {
  place: Place
  appealId: string
  answer: string
}

async function store(
  pages: Pages,
  { reply }: { request: FastifyRequest; reply: FastifyReply },
  { place, appealId, answer }: Answered,
): Promise<FastifyReply> {
  const { id: keyId } = await requireKey(pages.desk)
  const words = wordsOf(place.language)
  try {
    await inTransaction(pages.desk.db, (tx) => answerQuestion(tx, { appealId, answer, keyId }))
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'conflict') throw error
    const body = html`<p>${words(publicMessage('publicAppeal.question.overHint'))}</p>${linkBack(place)}`
    return send(pages, reply, place, { status: 409, title: 'over', body })
  }
  return send(pages, reply, place, { status: 201, title: 'received', body: linkBack(place) })
}

/** The link to the page of the decision, which shows the question with its answer. */
const linkBack = ({ language, path }: Place): Html =>
  html`<p><a href="${addressOf(path.replace(/\/appeal\/answer$/, ''), language)}">${wordsOf(language)(publicMessage('publicAppeal.back'))}</a></p>`

function send(
  { desk }: Pages,
  reply: FastifyReply,
  { language, path }: Place,
  { status, title, body }: { status: number; title: 'title' | 'over' | 'received'; body: Html },
): FastifyReply {
  const shown = wordsOf(language)(publicMessage(`publicAppeal.question.${title}`))
  return sendPage(reply, desk, { status, language, title: shown, path, body })
}
