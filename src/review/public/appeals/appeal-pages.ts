import type { FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { originOfPages, PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import type { AppealRefusal } from '../../appeals/receive-appeal.ts'
import { openLink } from '../pages/open-link.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Form } from '../pages/read-form.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { writeAppealForm } from './appeal-form.ts'
import { addAnswerPage } from './appeal-question.ts'
import { writeRefusal } from './appeal-state.ts'
import { APPEAL_LINKS, type AppealLink, type Contested, findContested, refusalNow } from './contested.ts'
import { type AppealField, type AppealFormRules, readAppealForm } from './read-appeal-form.ts'
import { receivePageAppeal, requireKey } from './receive-page-appeal.ts'

/** The pages by which the holder of a link appeals: of a statement, or of a notice that led to nothing. */
export function appealPages(pages: Pages): void {
  for (const link of APPEAL_LINKS) {
    addPages(pages, link)
    addAnswerPage(pages, link)
  }
}

function addPages(pages: Pages, link: AppealLink): void {
  const { desk, limits, show, receive } = pages
  const url = `${PUBLIC_BASE}/${link}/:token/appeal`
  show(url, async (request, reply) => {
    const { contested } = await open(pages, link, request)
    const refusal = contested === undefined ? 'not_in_effect' : refusalNow(contested, true)
    if (contested === undefined || refusal !== undefined) return sendRefusal(pages, link, request, reply, refusal)
    await requireKey(desk)
    return sendForm(pages, link, request, reply, { rules: rulesOf(contested), faults: [] })
  })
  receive(url, async (request, reply) => {
    const { about, contested } = await open(pages, link, request)
    const form = request.body as Form
    // A form that is sent again gets its receipt, although an appeal is open by now: the store decides.
    const rules = contested === undefined ? { takesFiles: true, needsNewEvidence: false } : rulesOf(contested)
    const read = readAppealForm(form, rules)
    if ('faults' in read) {
      if (read.faults.length === 0) throw new PageError('invalid_input')
      return sendForm(pages, link, request, reply, { rules, faults: read.faults, form })
    }
    const given = { link, about, draft: read.draft, language: languageOf(request), ip: request.ip }
    const receipt = await receivePageAppeal(desk, limits, given)
    if ('refusal' in receipt) return sendRefusal(pages, link, request, reply, receipt.refusal)
    return sendReceipt(pages, link, request, reply, { dueAt: receipt.appeal.dueAt, isWritten: receipt.isWritten })
  })
}

async function open({ desk, limits }: Pages, kind: AppealLink, { params, ip }: FastifyRequest) {
  const { token = '' } = params as PageParams
  const about = await openLink(desk.db, limits, { kind, token, ip })
  return { about, contested: await findContested(desk.db, kind, about) }
}

const rulesOf = ({ takesFiles, against }: Contested): AppealFormRules => ({
  takesFiles,
  needsNewEvidence: against.upheldAt !== null,
})

const pathOf = (link: AppealLink, { params }: FastifyRequest): string =>
  `${PUBLIC_BASE}/${link}/${(params as PageParams).token ?? ''}`

interface ShownForm {
  rules: AppealFormRules
  faults: readonly AppealField[]
  form?: Form
}

function sendForm(
  { desk }: Pages,
  link: AppealLink,
  request: FastifyRequest,
  reply: FastifyReply,
  { rules, faults, form }: ShownForm,
): FastifyReply {
  const language = languageOf(request)
  const path = `${pathOf(link, request)}/appeal`
  return sendPage(reply, desk, {
    status: faults.length === 0 ? 200 : 422,
    language,
    title: wordsOf(language)(publicMessage('publicAppeal.title')),
    path,
    body: writeAppealForm({ ...rules, path, language, faults, values: form?.fields ?? new Map() }),
  })
}

/** The page of an appeal that is not received. Nothing was changed. */
function sendRefusal(
  { desk }: Pages,
  link: AppealLink,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: AppealRefusal | undefined,
): FastifyReply {
  const language = languageOf(request)
  const words = wordsOf(language)
  const path = pathOf(link, request)
  return sendPage(reply, desk, {
    status: 409,
    language,
    title: words(publicMessage('publicAppeal.notStored')),
    path: `${path}/appeal`,
    body: html`${writeRefusal(refusal ?? 'not_in_effect', language)}
<p><a href="${addressOf(path, language)}">${words(publicMessage('publicAppeal.back'))}</a></p>`,
  })
}

function sendReceipt(
  { desk }: Pages,
  link: AppealLink,
  request: FastifyRequest,
  reply: FastifyReply,
  { dueAt, isWritten }: { dueAt: Date; isWritten: boolean },
): FastifyReply {
  const language = languageOf(request)
  const words = wordsOf(language)
  const path = pathOf(link, request)
  const origin = originOfPages(desk)
  return sendPage(reply, desk, {
    status: 201,
    language,
    title: words(publicMessage('publicAppeal.received')),
    path,
    body: html`<p>${words(publicMessage('publicAppeal.receivedHint', { due: dueAt }))}</p>
<p>${words(publicMessage('publicAppeal.keep'))}</p>
<p><a href="${addressOf(path, language)}"><bdi>${origin}${path}</bdi></a></p>
${isWritten ? html`<p>${words(publicMessage('publicNotice.receipt.written'))}</p>` : ''}`,
  })
}
