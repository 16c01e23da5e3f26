import {
  type ConsumerNotice,
  listPublished,
  listShown,
  type PublishedNotice,
} from '../../../enforcement/consumers/consumer-queries.ts'
import { listOffers } from '../../../enforcement/consumers/make-notices.ts'
import { renderNotice } from '../../../enforcement/consumers/render-notice.ts'
import { type Position, readPosition, writePosition } from '../../../foundation/database/page-cursor.ts'
import { MINUTE_MS } from '../../../foundation/durations.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { Policies } from '../../../policy/policies.ts'
import { addressOf, type PageContent, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'

const PRODUCTS_PATH = `${PUBLIC_BASE}/products`
/** The list is read again after this time, by the next visitor: a flood of them costs the database one page each. */
const FRESH_MS = MINUTE_MS
const SHOWN_MAX = 50

/** Illegal offers of which the platform can't reach every buyer (Regulation (EU) 2022/2065, article 32(2)). */
export function productsPage({ desk, show }: Pages): void {
  const list = listOnce(desk)
  show(PRODUCTS_PATH, async (request, reply) => {
    const { db, policies } = desk
    if (listOffers(policies).length === 0) throw new PageError('not_found')
    const { before } = request.query as { before?: unknown }
    const cursor = typeof before === 'string' ? before : undefined
    const { listed, older } = pageAfter(await list(), readPosition(cursor))
    const ids = listed.map(({ id }) => id)
    const language = languageOf(request)
    // Read anew for each visitor: what was withdrawn is shown to none.
    const content = writeProducts(policies, await listShown(db, ids), { language, older })
    return sendPage(reply, desk, { language, ...content, ...(cursor !== undefined && { query: { before: cursor } }) })
  })
}

/** Writes a page of these texts in a language, with the cursor of the page of older ones. Pure. */
export function writeProducts(
  policies: Pick<Policies, 'notices' | 'references'>,
  notices: readonly ConsumerNotice[],
  { language, older }: { language: PublicLanguage; older?: string | undefined },
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
  const link = older && addressOf(PRODUCTS_PATH, language, { before: older })
  return {
    title: words(publicMessage('publicProducts.title')),
    path: PRODUCTS_PATH,
    body: [
      html`<p>${words(intro)}</p>`,
      ...shown,
      ...(link ? [html`<p><a rel="next" href="${link}">${words(publicMessage('publicProducts.older'))}</a></p>`] : []),
    ],
  }
}

/** Returns the texts of the page behind a position, and the cursor of the next page. Pure. */
function pageAfter(published: readonly PublishedNotice[], position: Position | undefined) {
  const behind = position === undefined ? published : published.filter((each) => isBehind(each, position))
  const listed = behind.slice(0, SHOWN_MAX)
  const last = listed.at(-1)
  return { listed, older: last !== undefined && behind.length > SHOWN_MAX ? writePosition(last) : undefined }
}

const isBehind = ({ micros, id }: PublishedNotice, before: Position): boolean =>
  Number(micros) < Number(before.micros) || (micros === before.micros && id < before.id)

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
