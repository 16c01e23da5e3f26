import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Queryable } from '../../../foundation/database/db.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { findComplaintOfNotice } from '../../appeals/complaint-queries.ts'
import { findQuestion } from '../../appeals/questions/question-queries.ts'
import { writeAppealState } from '../appeals/appeal-state.ts'
import { findContested } from '../appeals/contested.ts'
import { writeCounterNoticesForHolder } from '../counter-notices/counter-notice-parts.ts'
import { findNotice, type StoredNotice } from '../notices/notice-queries.ts'
import { openLink } from '../pages/open-link.ts'
import { type Words, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'

/** The page of one notice, for the holder of its link: the receipt, the outcome, and what they can do about it. */
export function statusPage(pages: Pages): void {
  pages.show(`${PUBLIC_BASE}/status/:token`, async (request, reply) =>
    sendStatus(pages, request, reply, { faulty: undefined }),
  )
}

/** Sends the page of a notice. `faulty`: the counter-notice whose form about a court action can't be used. */
export async function sendStatus(
  { desk, limits }: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  { faulty }: { faulty: string | undefined },
): Promise<FastifyReply> {
  const { token = '' } = request.params as PageParams
  const id = await openLink(desk.db, limits, { kind: 'status', token, ip: request.ip })
  const notice = await findNotice(desk.db, id)
  if (notice === undefined) throw new PageError('wrong_link')
  const language = languageOf(request)
  const words = wordsOf(language)
  const path = `${PUBLIC_BASE}/status/${token}`
  return sendPage(reply, desk, {
    status: faulty === undefined ? 200 : 422,
    language,
    title: words(publicMessage('publicStatus.title', { reference: notice.reference })),
    path,
    body: html`${writeStatus(notice, words)}
${await writeCounterNoticesForHolder(desk, id, { language, path, faulty })}
${await writeAppeal(desk.db, notice, { language, path })}`,
  })
}

/** It repeats none of the words of the notice: the link may be forwarded. */
const writeStatus = (notice: StoredNotice, words: Words): Html => html`<dl>
<dt>${words(publicMessage('publicStatus.kind'))}</dt><dd>${words(publicMessage(`publicNotice.kind.${notice.kind}`))}</dd>
<dt>${words(publicMessage('publicStatus.made'))}</dt><dd>${words(publicMessage('publicStatus.at', { at: notice.madeAt }))}</dd>
<dt>${words(publicMessage('publicStatus.state'))}</dt><dd>${stateOf(notice, words)}</dd>
</dl>
${notice.outcome === null ? '' : html`<p>${words(publicMessage('publicStatus.redress'))}</p>`}`

/** Writes the sender's own appeal against the decision that led to nothing, and the way to one. */
async function writeAppeal(
  db: Queryable,
  { id }: StoredNotice,
  { language, path }: { language: PublicLanguage; path: string },
): Promise<Html> {
  const [contested, latest] = [await findContested(db, 'status', id), await findComplaintOfNotice(db, id)]
  const question = latest && (await findQuestion(db, latest.id))
  return writeAppealState({ language, path: `${path}/appeal`, contested, side: 'reporter', latest, question })
}

function stateOf(notice: StoredNotice, words: Words): Html {
  const { outcome, concludedAt, changedAt, reopenedAt, dueAt, pausedUntil } = notice
  if (outcome !== null && concludedAt !== null)
    return html`<p>${words(publicMessage('publicStatus.at', { at: concludedAt }))}</p>
<p>${words(publicMessage(`publicStatus.outcome.${outcome}`))}</p>
${changedAt === null ? '' : html`<p>${words(publicMessage('publicStatus.changed'))}</p>`}
${reopenedAt === null ? '' : html`<p>${words(publicMessage('publicStatus.reopened'))}</p>`}`
  if (pausedUntil !== null) return html`${words(publicMessage('publicStatus.paused', { until: pausedUntil }))}`
  return html`${words(publicMessage(dueAt === null ? 'publicStatus.unconfirmed' : 'publicStatus.received'))}`
}
