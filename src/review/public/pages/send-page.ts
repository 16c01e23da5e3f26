import type { FastifyReply } from 'fastify'
import { html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Desk } from '../../../policy/desk.ts'
import { addressOf, type PageContent, START_PATH, wordsOf, writePage } from './page.ts'
import { languageOf } from './page-language.ts'
import { makeStyle, type PageStyle } from './page-style.ts'

/** The failures that have a page of their own. */
const PAGE_PROBLEMS = {
  wrong_link: 404,
  not_found: 404,
  too_many: 429,
  too_large: 413,
  other_site: 403,
  invalid_input: 400,
  unavailable: 503,
  closed: 503,
} as const
export type PageProblem = keyof typeof PAGE_PROBLEMS

const RETRY_AFTER_SECONDS = 600

type OfPages = Pick<Desk, 'publicPages'>
const styles = new WeakMap<object, PageStyle>()
const PLAIN: object = {}

/** Returns the platform's name for a page in this language. */
export const nameOf = ({ publicPages }: OfPages, language: PublicLanguage): string =>
  publicPages?.name ?? wordsOf(language)(publicMessage('public.platform'))

function styleOf({ publicPages }: OfPages): PageStyle {
  const of = publicPages ?? PLAIN
  const known = styles.get(of) ?? makeStyle(publicPages?.colour)
  styles.set(of, known)
  return known
}

/** Sends a page, with the security policy that belongs to it. No cache stores it, and no other site learns its address. */
export function sendPage(
  reply: FastifyReply,
  desk: OfPages,
  { status = 200, language, ...content }: PageContent & { status?: number; language: PublicLanguage },
): FastifyReply {
  const style = styleOf(desk)
  reply.headers({
    'content-security-policy': style.policy,
    // The browser states the form's origin only under this policy; to other sites it still sends nothing.
    'referrer-policy': 'same-origin',
    'content-language': language,
    vary: 'accept-language',
  })
  const page = writePage(content, { language, name: nameOf(desk, language), style })
  return reply.code(status).type('text/html; charset=utf-8').send(page)
}

/** Answers with the page of a failure. A wrong, an expired and an unknown link get the same bytes. */
export function sendPageProblem(reply: FastifyReply, desk: OfPages, problem: PageProblem): FastifyReply {
  const language = languageOf(reply.request)
  const words = wordsOf(language)
  const status = PAGE_PROBLEMS[problem]
  if (status === 429 || status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS))
  return sendPage(reply, desk, {
    status,
    language,
    title: words(publicMessage(`public.problem.${problem}.title`)),
    path: START_PATH,
    body: html`<p>${words(publicMessage(`public.problem.${problem}.detail`))}</p>
<p><a href="${addressOf(START_PATH, language)}">${words(publicMessage('public.back'))}</a></p>`,
  })
}
