import { type ConsumerNotice, listPublished } from '../../../enforcement/consumers/consumer-queries.ts'
import { listOffers } from '../../../enforcement/consumers/make-notices.ts'
import { renderNotice } from '../../../enforcement/consumers/render-notice.ts'
import { MINUTE_MS } from '../../../foundation/durations.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { Policies } from '../../../policy/policies.ts'
import { type PageContent, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'

const PRODUCTS_PATH = `${PUBLIC_BASE}/products`
/** The list is read again after this time, by the next visitor: a flood of them costs the database nothing. */
const FRESH_MS = MINUTE_MS

/** Illegal offers of which the platform can't reach every buyer (Regulation (EU) 2022/2065, article 32(2)). */
export function productsPage({ desk, show }: Pages): void {
  const list = listOnce(desk)
  show(PRODUCTS_PATH, async (request, reply) => {
    const { policies } = desk
    if (listOffers(policies).length === 0) throw new PageError('not_found')
    const language = languageOf(request)
    return sendPage(reply, desk, { language, ...writeProducts(policies, await list(), language) })
  })
}

/** Writes the list of these texts in a language. Pure. */
export function writeProducts(
  policies: Pick<Policies, 'notices' | 'references'>,
  notices: readonly ConsumerNotice[],
  language: PublicLanguage,
): PageContent {
  const words = wordsOf(language)
  const shown = notices.flatMap((notice): Html[] => {
    const texts = renderNotice(policies, notice)
    const told = texts.find((each) => each.language === language) ?? texts[0]
    if (told === undefined) return []
    const parts = told.text.split('\n\n').map((part) => html`<p>${part}</p>`)
    return [html`<section lang="${told.language}" dir="auto">${parts}</section>`]
  })
  const intro = shown.length === 0 ? publicMessage('publicProducts.none') : publicMessage('publicProducts.intro')
  return {
    title: words(publicMessage('publicProducts.title')),
    path: PRODUCTS_PATH,
    body: [html`<p>${words(intro)}</p>`, ...shown],
  }
}

function listOnce({ db }: Desk): () => ReturnType<typeof listPublished> {
  let known: ReturnType<typeof listPublished> | undefined
  let staleAtMs = 0
  return () => {
    if (known === undefined || performance.now() >= staleAtMs) {
      staleAtMs = performance.now() + FRESH_MS
      known = listPublished(db)
      known.catch(() => {
        staleAtMs = 0
      })
    }
    return known
  }
}
