import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { findNotice, type StoredNotice } from '../notices/notice-queries.ts'
import { languageOf } from '../pages/page-language.ts'
import { PUBLIC_BASE, type Words, wordsOf } from '../pages/page.ts'
import { openLink } from '../pages/public-link.ts'
import { PageError } from '../pages/page-error.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'

/** The page of one notice, for the holder of its link: the receipt, the outcome, and what they can do about it. */
export function statusPage({ desk, limits, show }: Pages): void {
  show(`${PUBLIC_BASE}/status/:token`, async (request, reply) => {
    const { token = '' } = request.params as PageParams
    const id = await openLink(desk.db, limits, { kind: 'status', token, ip: request.ip })
    const notice = await findNotice(desk.db, id)
    if (notice === undefined) throw new PageError('wrong_link')
    const language = languageOf(request)
    const words = wordsOf(language)
    return sendPage(reply, desk, {
      language,
      title: words(publicMessage('publicStatus.title', { reference: notice.reference })),
      path: `${PUBLIC_BASE}/status/${token}`,
      body: writeStatus(notice, words),
    })
  })
}

/** It repeats none of the words of the notice: the link may be forwarded. */
const writeStatus = (notice: StoredNotice, words: Words): Html => html`<dl>
<dt>${words(publicMessage('publicStatus.kind'))}</dt><dd>${words(publicMessage(`publicNotice.kind.${notice.kind}`))}</dd>
<dt>${words(publicMessage('publicStatus.made'))}</dt><dd>${words(publicMessage('publicStatus.at', { at: notice.madeAt }))}</dd>
<dt>${words(publicMessage('publicStatus.state'))}</dt><dd>${stateOf(notice, words)}</dd>
</dl>
${notice.outcome === null ? '' : html`<p>${words(publicMessage('publicStatus.redress'))}</p>`}`

function stateOf({ outcome, concludedAt, dueAt }: StoredNotice, words: Words): Html {
  if (outcome !== null && concludedAt !== null)
    return html`<p>${words(publicMessage('publicStatus.at', { at: concludedAt }))}</p>
<p>${words(publicMessage(`publicStatus.outcome.${outcome}`))}</p>`
  return html`${words(publicMessage(dueAt === null ? 'publicStatus.unconfirmed' : 'publicStatus.received'))}`
}
