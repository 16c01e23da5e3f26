import { listOffers } from '../../../enforcement/consumers/make-notices.ts'
import { html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { addressOf, START_PATH, wordsOf } from './page.ts'
import { languageOf } from './page-language.ts'
import type { Pages } from './register-pages.ts'
import { sendPage } from './send-page.ts'

/** The first page: it leads to the forms. */
export function startPage({ desk, show }: Pages): void {
  show(START_PATH, async (request, reply) => {
    const language = languageOf(request)
    const words = wordsOf(language)
    return sendPage(reply, desk, {
      language,
      title: words(publicMessage('public.start.title')),
      path: START_PATH,
      body: html`<p>${words(publicMessage('public.start.intro'))}</p>
<p><a class="button" href="${addressOf(`${PUBLIC_BASE}/notice`, language)}">${words(publicMessage('public.start.notice'))}</a></p>
${desk.transparency?.page === true ? html`<p><a href="${addressOf(`${PUBLIC_BASE}/transparency`, language)}">${words(publicMessage('publicTransparency.link'))}</a></p>` : ''}
${listOffers(desk.policies).length > 0 ? html`<p><a href="${addressOf(`${PUBLIC_BASE}/products`, language)}">${words(publicMessage('publicProducts.link'))}</a></p>` : ''}`,
    })
  })
}
