import { Html, html } from '../../../foundation/html/html.ts'
import { type PublicMessage, publicMessage } from '../../../foundation/messages/message.ts'
import { PUBLIC_LANGUAGES, type PublicLanguage, renderPublic } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { directionOf, LANGUAGE_NAMES } from './page-language.ts'
import type { PageStyle } from './page-style.ts'

export const START_PATH = PUBLIC_BASE

/** The content of one page. */
export interface PageContent {
  title: string
  body: Html | readonly Html[]
  /** The address at which a visitor reads this page in another language. */
  path: string
  /** Further parts of the query of that address. */
  query?: Readonly<Record<string, string>>
}

/** Writes texts of the catalogue in the language of one page. */
export type Words = (text: PublicMessage) => string
export const wordsOf =
  (language: PublicLanguage): Words =>
  (text) =>
    renderPublic(text, language)

/** Returns an address with the language of the page, so that the next page has it too. */
export const addressOf = (path: string, language: PublicLanguage, query: Readonly<Record<string, string>> = {}) =>
  `${path}?${new URLSearchParams({ ...query, language })}`

/** Writes a whole page. Every text in it is escaped; it runs no script and loads nothing. */
export function writePage(
  { title, body, path, query }: PageContent,
  { language, name, style }: { language: PublicLanguage; name: string; style: PageStyle },
): string {
  const words = wordsOf(language)
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${name}</title>
<style>${new Html(style.css)}</style>
</head>
<body>
<header><div>
<p><bdi>${name}</bdi></p>
<nav aria-label="${words(publicMessage('public.language'))}"><ul>
${PUBLIC_LANGUAGES.map((each) => languageItem(each, language, addressOf(path, each, query)))}
</ul></nav>
</div></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text
}

const languageItem = (each: PublicLanguage, current: PublicLanguage, address: string): Html =>
  html`<li><a href="${address}" lang="${each}" hreflang="${each}" dir="${directionOf(each)}"${
    each === current ? html` aria-current="true"` : ''
  }>${LANGUAGE_NAMES[each]}</a></li>
`
