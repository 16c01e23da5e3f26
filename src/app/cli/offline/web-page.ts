import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Html, html } from '../../../foundation/html/html.ts'

const STYLE = `
:root { color-scheme: light offline; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; font: inherit; }
button, input { font: inherit; padding: .4rem .8rem; }
`

/** The security header of the page: it runs scripts of this server alone, connects to it alone, and is never framed. */
export const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
} as const

/** The file with which a page asks a browser for a key or a signature. */
export const WEBAUTHN_BUNDLE = join(
  dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser')),
  '../dist/bundle/index.umd.min.js',
)

/** Builds a page with one place, `said`, in which its scripts report the result. */
export const renderPage = (title: string, body: Html, scripts: readonly string[]): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Countersign: ${title}</title>
<style>${new Html(STYLE)}</style>
${scripts.map((src) => html`<script src="${src}" defer></script>`)}
</head>
<body>
<h1>${title}</h1>
${body}
<p id="said" role="status"></p>
</body>
</html>
`.text
