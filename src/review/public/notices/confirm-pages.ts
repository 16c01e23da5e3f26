import { html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { openLink } from '../pages/open-link.ts'
import { wordsOf } from '../pages/page.ts'
import { languageOf } from '../pages/page-language.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { findNotice } from './notice-queries.ts'
import { confirmNotice } from './receive-notice.ts'

const CONFIRM_PATH = `${PUBLIC_BASE}/confirm/:token`

/**
 * The pages behind the link of a letter. Opening it changes nothing, because mail programs open links by themselves;
 * the button confirms.
 */
export function confirmPages({ desk, limits, show, receive }: Pages): void {
  show(CONFIRM_PATH, async (request, reply) => {
    const { token = '' } = request.params as PageParams
    const notice = await findNotice(
      desk.db,
      await openLink(desk.db, limits, { kind: 'confirm', token, ip: request.ip }),
    )
    const isReceived = notice !== undefined && notice.dueAt !== null
    const language = languageOf(request)
    const words = wordsOf(language)
    const path = `${PUBLIC_BASE}/confirm/${token}`
    return sendPage(reply, desk, {
      language,
      title: words(publicMessage('publicConfirm.title')),
      path,
      body: html`<p>${words(publicMessage(isReceived ? 'publicConfirm.received' : 'publicConfirm.hint'))}</p>
<form method="post" action="${path}?language=${language}"><button type="submit">${words(publicMessage('publicConfirm.button'))}</button></form>`,
    })
  })
  receive(CONFIRM_PATH, async (request, reply) => {
    const { token = '' } = request.params as PageParams
    await confirmNotice(desk, await openLink(desk.db, limits, { kind: 'confirm', token, ip: request.ip }))
    const language = languageOf(request)
    const words = wordsOf(language)
    return sendPage(reply, desk, {
      language,
      title: words(publicMessage('publicConfirm.done')),
      path: `${PUBLIC_BASE}/confirm/${token}`,
      body: html`<p>${words(publicMessage('publicConfirm.doneHint'))}</p>`,
    })
  })
}
