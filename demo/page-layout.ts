import { createHash } from 'node:crypto'
import { Html, html } from './html.ts'

const STYLE = `
:root { color-scheme: light offline; --line: #8884; --quiet: #777; --accent: #0a6c74 }
body { font: 17px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 0 1rem 4rem }
header { display: flex; align-items: baseline; gap: 1rem; padding: 1rem 0; border-bottom: 1px solid var(--line) }
header a { font-weight: 700; text-decoration: none; font-size: 1.3rem }
a { color: var(--accent) }
h1 { font-size: 1.6rem; margin: 1.5rem 0 0 } h2 { font-size: 1.1rem; margin: 2rem 0 0 }
ul.list { list-style: none; padding: 0; margin: 0 }
ul.list > li { padding: .7rem 0; border-bottom: 1px solid var(--line) }
.quiet { color: var(--quiet); font-size: .9rem } .text { font-size: 1.1rem; margin: .3rem 0; overflow-wrap: anywhere }
img { max-width: 100%; border-radius: .4rem; display: block } img.face { width: 96px } audio { width: 100% }
.label { border: 1px solid; border-radius: .3rem; padding: 0 .4rem; font-size: .8rem; margin-inline-end: .3rem }
.notice { border-inline-start: 4px solid var(--accent); padding: .2rem 1rem; margin: 1.5rem 0 }
form { display: grid; gap: .6rem; max-width: 26rem; margin: .8rem 0 } label { display: grid }
summary { cursor: pointer; color: var(--quiet) }
`

// Without scripts a hostile post can run nothing, and the one stylesheet is named by its hash.
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store', // An offline page must not stay visible in a cache.
}

/** Renders a whole page of the platform. */
export function renderLayout(title: string, main: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Harbour</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><a href="/">Harbour</a><span class="quiet">an invented platform with invented people</span></header>
<main>
${main}
</main>
</body>
</html>
`
  return page.markup
}
