import type { FastifyReply, FastifyRequest } from 'fastify'
import { resolveAddress } from '../../../cases/openings/resolve-address.ts'
import { SubjectReads } from '../../../cases/openings/subject-reads.ts'
import { sourceOf } from '../../../foundation/bounds/attempt-limit.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { originOfPages, PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Form } from '../pages/read-form.ts'
import type { Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { findPublicKey } from '../people/public-key.ts'
import { type Fault, NOTICE_PATH, writeNoticeForm } from './notice-form.ts'
import { asNoticeKind, NOTICE_KINDS, type NoticeKind } from './notice-kinds.ts'
import { readNotice } from './read-notice.ts'
import { receiveNotice } from './receive-notice.ts'

/** The pages by which a person outside notifies content: the choice of the kind, the form, and the receipt. */
export function noticePages(pages: Pages): void {
  const { desk, limits, show, receive } = pages
  const reads = new SubjectReads(desk)
  show(NOTICE_PATH, async (request, reply) => {
    await requireOpen(pages)
    const kind = asNoticeKind((request.query as { kind?: unknown }).kind)
    return kind === undefined ? sendKinds(pages, request, reply) : sendForm(pages, request, reply, { kind, faults: [] })
  })
  receive(NOTICE_PATH, async (request, reply) => {
    await requireOpen(pages)
    const form = request.body as Form
    const kind = asNoticeKind(form.fields.get('kind'))
    if (kind === undefined) throw new PageError('invalid_input')
    const read = readNotice(kind, form)
    if ('faults' in read) {
      if (read.faults.length === 0) throw new PageError('invalid_input')
      return sendForm(pages, request, reply, { kind, faults: read.faults, form })
    }
    const subject = await findSubject(pages, reads, { address: read.draft.address, ip: request.ip })
    if (typeof subject === 'string') return sendForm(pages, request, reply, { kind, faults: [subject], form })
    const language = languageOf(request)
    const receipt = await receiveNotice(desk, limits, { draft: read.draft, subject, language, ip: request.ip })
    return sendReceipt(pages, reply, { language, ...receipt })
  })
}

/** The form is closed without a key under which its notices are stored. */
async function requireOpen({ desk }: Pages): Promise<void> {
  if ((await findPublicKey(desk, 'report')) === undefined) throw new PageError('closed')
}

async function findSubject(
  { desk }: Pages,
  reads: SubjectReads,
  { address, ip }: { address: string; ip: string },
): Promise<Subject | Fault> {
  try {
    const found = await resolveAddress({ db: desk.db, reads, sender: `public ${sourceOf(ip)}` }, address)
    return found ?? 'unknownAddress'
  } catch (error) {
    // The person keeps what they wrote, and sends it again in a minute.
    if (error instanceof DeskError && error.code === 'unavailable') return 'unreadAddress'
    throw error
  }
}

function sendKinds({ desk }: Pages, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request)
  const words = wordsOf(language)
  const item = (kind: NoticeKind): Html =>
    html`<li><a href="${addressOf(NOTICE_PATH, language, { kind })}">${words(publicMessage(`publicNotice.kind.${kind}`))}</a></li>
`
  return sendPage(reply, desk, {
    language,
    title: words(publicMessage('publicNotice.choose')),
    path: NOTICE_PATH,
    body: html`<ul>${NOTICE_KINDS.map(item)}</ul>`,
  })
}

function sendForm(
  { desk }: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, faults, form }: { kind: NoticeKind; faults: readonly Fault[]; form?: Form },
): FastifyReply {
  const language = languageOf(request)
  const words = wordsOf(language)
  return sendPage(reply, desk, {
    status: faults.length === 0 ? 200 : 422,
    language,
    title: words(publicMessage('publicNotice.title', { kind: publicMessage(`publicNotice.kind.${kind}`) })),
    path: NOTICE_PATH,
    query: { kind },
    body: writeNoticeForm({ kind, language, faults, values: form?.fields ?? new Map() }),
  })
}

interface SentReceipt {
  language: PublicLanguage
  reference: string
  token: string
  isUnconfirmed: boolean
  isWritten: boolean
}

function sendReceipt({ desk }: Pages, reply: FastifyReply, receipt: SentReceipt): FastifyReply {
  const { language, reference, token, isUnconfirmed, isWritten } = receipt
  const words = wordsOf(language)
  const path = `${PUBLIC_BASE}/status/${token}`
  const address = addressOf(path, language)
  const origin = originOfPages(desk)
  return sendPage(reply, desk, {
    status: 201,
    language,
    title: words(publicMessage(isUnconfirmed ? 'publicNotice.receipt.confirm' : 'publicNotice.receipt.title')),
    path,
    body: html`<p>${words(publicMessage('publicNotice.receipt.reference'))}</p>
<p class="reference"><bdi>${reference}</bdi></p>
${isUnconfirmed ? html`<p>${words(publicMessage('publicNotice.receipt.confirmHint'))}</p>` : ''}
<p>${words(publicMessage('publicNotice.receipt.keep'))}</p>
<p><a href="${address}"><bdi>${origin}${path}</bdi></a></p>
${isWritten && !isUnconfirmed ? html`<p>${words(publicMessage('publicNotice.receipt.written'))}</p>` : ''}`,
  })
}
