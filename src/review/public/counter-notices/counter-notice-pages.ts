import type { FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { originOfPages, PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import { requireKey } from '../appeals/receive-page-appeal.ts'
import { openLink } from '../pages/open-link.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Form } from '../pages/read-form.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { markOf } from '../people/correspondent.ts'
import { writeCounterForm } from './counter-notice-form.ts'
import {
  type Counterable,
  findCounterable,
  findCounterNoticeOf,
  findSentCounterNotice,
} from './counter-notice-queries.ts'
import { endByAct } from './end-counter-notice.ts'
import { type CounterField, readCounterNotice, valuesOf } from './read-counter-notice.ts'
import { type Receipt, receiveCounterNotice } from './receive-counter-notice.ts'

const STATEMENT_PATH = `${PUBLIC_BASE}/statement/:token`

/** The pages by which the holder of a statement's link sends a counter-notice, and withdraws it. */
export function counterNoticePages(pages: Pages): void {
  const { desk, show, receive } = pages
  show(`${STATEMENT_PATH}/counter-notice`, async (request, reply) => {
    const { counterable, rules } = await open(pages, request)
    if (rules === null || counterable.refusal !== null)
      return sendRefusal(pages, request, reply, counterable.refusal ?? 'no_notice')
    await requireKey(desk)
    return sendForm(pages, request, reply, { rules, faults: [] })
  })
  receive(`${STATEMENT_PATH}/counter-notice`, async (request, reply) => {
    const { counterable, rules } = await open(pages, request)
    if (rules === null) return sendRefusal(pages, request, reply, 'no_notice')
    const form = request.body as Form
    const { values, form: clientId } = valuesOf(form)
    const read = readCounterNotice(values, rules)
    if (clientId === undefined) throw new PageError('invalid_input')
    if ('faults' in read) return sendForm(pages, request, reply, { rules, faults: read.faults, form })
    const key = await requireKey(desk)
    const language = languageOf(request)
    const isWritten = await mayWrite(pages, request, { email: read.draft.email, keyId: key.id, clientId })
    const given = { counterable, rules, draft: read.draft, clientId, language, isWritten }
    const receipt = await receiveCounterNotice(desk, key, given)
    if ('refusal' in receipt) return sendRefusal(pages, request, reply, receipt.refusal)
    return sendReceipt(pages, request, reply, { liftAt: receipt.counterNotice.liftAt, isWritten })
  })
  receive(`${STATEMENT_PATH}/counter-notice/withdrawal`, async (request, reply) => {
    const { counterable } = await open(pages, request)
    const found = await findCounterNoticeOf(desk.db, counterable.statementId)
    if (found === undefined) throw new PageError('not_found')
    const { id } = await requireKey(desk)
    await endByAct(desk, found, { state: 'withdrawn' }, { kind: 'key', id })
    return reply.redirect(addressOf(pathOf(request), languageOf(request)), 303)
  })
}

interface Opened {
  counterable: Counterable
  rules: CounterNoticeRules | null
}

async function open({ desk, limits }: Pages, { params, ip }: FastifyRequest): Promise<Opened> {
  const { token = '' } = params as PageParams
  const statementId = await openLink(desk.db, limits, { kind: 'statement', token, ip })
  const counterable = await findCounterable(desk.db, { statementId })
  if (counterable === undefined) throw new PageError('not_found')
  return { counterable, rules: desk.policies.policies.get(counterable.policyId)?.counterNotice ?? null }
}

/** An address that got too many letters gets none, and neither does a form that is sent again. */
async function mayWrite(
  { desk, limits }: Pages,
  { ip }: FastifyRequest,
  { email, keyId, clientId }: { email: string | null; keyId: string; clientId: string },
): Promise<boolean> {
  if (email === null || !desk.outbox.sendsMail) return false
  if ((await findSentCounterNotice(desk.db, keyId, clientId)) !== undefined) return false
  return limits.admitLetter(markOf(desk.outbox.seal, email), ip)
}

const pathOf = ({ params }: FastifyRequest): string => `${PUBLIC_BASE}/statement/${(params as PageParams).token ?? ''}`

interface ShownForm {
  rules: CounterNoticeRules
  faults: readonly CounterField[]
  form?: Form
}

function sendForm(
  { desk }: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  { rules, faults, form }: ShownForm,
): FastifyReply {
  const language = languageOf(request)
  const path = `${pathOf(request)}/counter-notice`
  const { references } = desk.policies
  return sendPage(reply, desk, {
    status: faults.length === 0 ? 200 : 422,
    ...{ language, path, title: wordsOf(language)(publicMessage('publicCounter.title')) },
    body: writeCounterForm({ path, language, rules, references, faults, values: form?.fields ?? new Map() }),
  })
}

/** The page of a counter-notice that is not received. Nothing was changed. */
function sendRefusal(
  { desk }: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Extract<Receipt, { refusal: unknown }>['refusal'],
): FastifyReply {
  const language = languageOf(request)
  const words = wordsOf(language)
  const path = pathOf(request)
  return sendPage(reply, desk, {
    ...{ status: 409, language, title: words(publicMessage('publicCounter.notStored')) },
    path: `${path}/counter-notice`,
    body: html`<p>${words(publicMessage(`publicCounter.refusal.${refusal}`))}</p>
<p><a href="${addressOf(path, language)}">${words(publicMessage('publicCounter.back'))}</a></p>`,
  })
}

function sendReceipt(
  { desk }: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  { liftAt, isWritten }: { liftAt: Date; isWritten: boolean },
): FastifyReply {
  const language = languageOf(request)
  const words = wordsOf(language)
  const path = pathOf(request)
  return sendPage(reply, desk, {
    ...{ status: 201, language, path, title: words(publicMessage('publicCounter.received')) },
    body: html`<p>${words(publicMessage('publicCounter.until', { at: liftAt }))}</p>
<p>${words(publicMessage('publicCounter.keep'))}</p>
<p><a href="${addressOf(path, language)}"><bdi>${originOfPages(desk)}${path}</bdi></a></p>
${isWritten ? html`<p>${words(publicMessage('publicNotice.receipt.written'))}</p>` : ''}`,
  })
}
