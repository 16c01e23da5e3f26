import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Desk } from '../../../policy/desk.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { findContact } from '../people/correspondent.ts'
import {
  type CounterNotice,
  findCounterable,
  findCounterNoticeOf,
  listCounterNoticesAgainst,
} from './counter-notice-queries.ts'

/** The longest reference of a court, within the limit of the table. */
export const REFERENCE_CHARS_MAX = 500

interface Shown {
  language: PublicLanguage
  /** The address of the page. */
  path: string
}

/** Writes the state of a counter-notice for its sender, with the way to withdraw it, or the way to a first one. */
export async function writeOwnCounterNotice(
  desk: Pick<Desk, 'db' | 'policies'>,
  statementId: string,
  { language, path }: Shown,
): Promise<Html> {
  const words = wordsOf(language)
  const found = await findCounterNoticeOf(desk.db, statementId)
  const counterable = found === undefined ? await findCounterable(desk.db, { statementId }) : undefined
  const rules = counterable && desk.policies.policies.get(counterable.policyId)?.counterNotice
  if (found === undefined && (!rules || counterable?.refusal !== null)) return html``
  return html`<h2>${words(publicMessage('publicCounter.title'))}</h2>
${
  found === undefined
    ? html`<p>${words(publicMessage('publicCounter.intro'))}</p>
<p><a class="button" href="${addressOf(`${path}/counter-notice`, language)}">${words(publicMessage('publicCounter.begin'))}</a></p>`
    : html`${writeState(found, 'sender', language)}
${found.state === 'open' ? writeWithdrawal(path, language) : ''}`
}`
}

function writeWithdrawal(path: string, language: PublicLanguage): Html {
  const words = wordsOf(language)
  return html`<form method="post" action="${addressOf(`${path}/counter-notice/withdrawal`, language)}">
<p class="hint" id="withdraw-hint">${words(publicMessage('publicCounter.withdrawHint'))}</p>
<button type="submit" aria-describedby="withdraw-hint">${words(publicMessage('publicCounter.withdraw'))}</button>
</form>`
}

function writeState(
  { state, liftAt, movedAt, filedBy }: CounterNotice,
  to: 'sender' | { noticeId: string },
  language: PublicLanguage,
): Html {
  const words = wordsOf(language)
  const isSender = to === 'sender'
  if (state === 'open')
    return html`<p>${words(publicMessage(isSender ? 'publicCounter.until' : 'publicCounter.holder.until', { at: liftAt }))}</p>`
  const isOwnAction = !isSender && state === 'action_filed' && filedBy === to.noticeId
  const outcome = publicMessage(`publicCounter.outcome.${isSender ? 'sender' : 'holder'}.${state}`)
  return html`<p>${words(isOwnAction ? publicMessage('publicCounter.holder.ownAction') : outcome)}</p>
${movedAt === null ? '' : html`<p>${words(publicMessage('publicCounter.ended', { at: movedAt }))}</p>`}`
}

interface ShownToHolder extends Shown {
  /** The counter-notice about which the form of an action was sent, and can't be used. */
  faulty: string | undefined
}

/**
 * Writes the counter-notices for the rights holder whose notice they answer, each with its words and, where the law wants
 * it, its sender. While its time runs, with the form by which the holder states that they went to court.
 */
export async function writeCounterNoticesForHolder(
  desk: Pick<Desk, 'db' | 'outbox'>,
  noticeId: string,
  { language, path, faulty }: ShownToHolder,
): Promise<Html> {
  const words = wordsOf(language)
  const parts: Html[] = []
  for (const found of await listCounterNoticesAgainst(desk.db, noticeId))
    parts.push(html`<h2>${words(publicMessage('publicCounter.holder.title', { received: found.receivedAt }))}</h2>
<p>${words(publicMessage('publicCounter.holder.intro'))}</p>
${writeState(found, { noticeId }, language)}
${await writeSender(desk, found, language)}
${found.state === 'open' ? writeActionForm(path, language, { id: found.id, isFaulty: faulty === found.id }) : ''}`)
  return html`${parts}`
}

/** The states in which a rights holder may go to court, or was too late to. In the others they need no contact. */
const CONTACTABLE: readonly CounterNotice['state'][] = ['open', 'action_filed', 'lifted']

async function writeSender(
  { db, outbox }: Pick<Desk, 'db' | 'outbox'>,
  { correspondentId, discloses, words: said, state }: CounterNotice,
  language: PublicLanguage,
): Promise<Html> {
  const words = wordsOf(language)
  const isShown = discloses && CONTACTABLE.includes(state)
  const contact = isShown ? await findContact(db, outbox.seal, correspondentId) : undefined
  const ways = [contact?.address, contact?.phone, contact?.email].filter((way) => typeof way === 'string')
  const row = (term: string, text: Html) => html`<dt>${term}</dt><dd>${text}</dd>
`
  return html`<dl>
${contact?.name ? row(words(publicMessage('publicCounter.holder.name')), html`<bdi>${contact.name}</bdi>`) : ''}
${ways.length === 0 ? '' : row(words(publicMessage('publicCounter.holder.contact')), html`${ways.map((way) => html`<p><bdi>${way}</bdi></p>`)}`)}
${row(words(publicMessage('publicCounter.holder.words')), said === null ? html`${words(publicMessage('publicCounter.holder.erased'))}` : html`<bdi>${said}</bdi>`)}
</dl>`
}

function writeActionForm(
  path: string,
  language: PublicLanguage,
  { id, isFaulty }: { id: string; isFaulty: boolean },
): Html {
  const words = wordsOf(language)
  const fault = html`<p class="fault" id="fault-${id}" role="alert">${words(publicMessage('publicCounter.holder.fault'))}</p>`
  return html`<h3>${words(publicMessage('publicCounter.holder.file'))}</h3>
<form method="post" action="${addressOf(`${path}/action`, language)}" enctype="multipart/form-data">
<input type="hidden" name="counter" value="${id}">
<label for="reference-${id}">${words(publicMessage('publicCounter.holder.reference'))}</label>
<p class="hint" id="hint-${id}">${words(publicMessage('publicCounter.holder.referenceHint'))}</p>
${isFaulty ? fault : ''}
<input id="reference-${id}" name="reference" type="text" dir="auto" maxlength="${REFERENCE_CHARS_MAX}" autocomplete="off" required aria-describedby="hint-${id}${isFaulty ? ` fault-${id}` : ''}">
<div class="choice">
<input id="statement-${id}" name="statement" type="checkbox" value="yes" required>
<label for="statement-${id}">${words(publicMessage('publicCounter.holder.statement'))}</label>
</div>
<button type="submit">${words(publicMessage('publicCounter.holder.send'))}</button>
</form>`
}
