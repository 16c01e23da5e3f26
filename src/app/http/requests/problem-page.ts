import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Html, html } from '../../../foundation/html/html.ts'
import { message } from '../../../foundation/messages/message.ts'
import { type Language, renderMessage } from '../../../foundation/messages/render-message.ts'
import type { ProblemBody } from './problem.ts'

const PAGE_TYPE = 'text/html'

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 1rem }
h1 { font-size: 1.25rem; margin: 0 0 .5rem }
p { margin: 0 0 1rem; overflow-wrap: anywhere }
a { color: inherit }
.product { font-weight: 600; opacity: .7 }`

/** The page runs nothing and loads nothing; only its own style applies. */
export const PROBLEM_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const hasPage = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions?.schema?.produces?.includes(PAGE_TYPE) === true

/** True when a person opened the address: browsers say so (Fetch Metadata), and scripts cannot. */
const isOpened = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate'

/**
 * True when a browser asks for a page at an address that has one, or a person opened an address that has none. A
 * program gets the problem as JSON.
 */
export const wantsPage = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes(PAGE_TYPE) && (hasPage(request) || isOpened(request))

/** True for an address that neither the console nor the API has: its reader needs no list of the routes. */
const isMistyped = (request: FastifyRequest): boolean => request.is404 && !request.url.startsWith('/v1/')

/**
 * Formats a problem as a page for a person. It links to the sign-in from an address of the console, and else to the
 * start page.
 */
export function problemPage(request: FastifyRequest, problem: ProblemBody, language: Language): string {
  const { title } = problem
  const detail = isMistyped(request) ? renderMessage(message('problem.noPage'), language) : problem.detail
  const [href, label] = hasPage(request)
    ? (['/sign-in', message('problem.backToSignIn')] as const)
    : (['/', message('problem.openStart')] as const)
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Countersign: ${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<p class="product">Countersign</p>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="${href}">${renderMessage(label, language)}</a></p>
</main>
</body>
</html>
`.text
}
