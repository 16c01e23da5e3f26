import type { FastifyRequest } from 'fastify'
import { message } from '../../../foundation/messages/message.ts'
import { type Language, renderMessage } from '../../../foundation/messages/render-message.ts'
import { html } from '../document/html.ts'
import type { ProblemBody } from './problem.ts'

const PAGE_TYPE = 'text/html'

/** True when a browser asks for a page at an address that has one. A program gets the problem as JSON. */
export const wantsPage = ({ routeOptions, headers }: FastifyRequest): boolean =>
  routeOptions?.schema?.produces?.includes(PAGE_TYPE) === true && (headers.accept ?? '').includes(PAGE_TYPE)

/** Formats a problem as a page for a person, with a link back. */
export const problemPage = ({ title, detail }: ProblemBody, language: Language): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Countersign: ${title}</title>
</head>
<body>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="/sign-in">${renderMessage(message('problem.backToSignIn'), language)}</a></p>
</body>
</html>
`.text
