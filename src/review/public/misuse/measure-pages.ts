import type { FastifyReply, FastifyRequest } from 'fastify'
import sql from 'sql-template-tag'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { wordsHash } from '../../../ledger/entries/misuse-hash.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { clean } from '../notices/read-notice.ts'
import { openLink } from '../pages/open-link.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Form } from '../pages/read-form.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { findToldMeasure, listMeasureTexts, type ToldMeasure } from './write-measure.ts'

/** The longest text of an appeal, within the limit of the table. */
const WORDS_CHARS_MAX = 9_900

/** The page of a warning or a pause, for the holder of its link: the reason, until when, and the appeal against it. */
export function measurePages(pages: Pages): void {
  const url = `${PUBLIC_BASE}/measure/:token`
  pages.show(url, async (request, reply) => sendMeasure(pages, request, reply, { isFaulty: false, status: 200 }))
  pages.receive(url, async (request, reply) => {
    const measure = await open(pages, request)
    const words = clean((request.body as Form).fields.get('words') ?? '')
    if (words === '' || words.length > WORDS_CHARS_MAX)
      return sendMeasure(pages, request, reply, { isFaulty: true, status: 422 })
    await receiveAppeal(pages.desk, measure.id, words)
    return sendMeasure(pages, request, reply, { isFaulty: false, status: 201 })
  })
}

async function open({ desk, limits }: Pages, { params, ip }: FastifyRequest): Promise<ToldMeasure> {
  const { token = '' } = params as PageParams
  const found = await findToldMeasure(desk.db, await openLink(desk.db, limits, { kind: 'measure', token, ip }))
  if (found === undefined) throw new PageError('wrong_link')
  return found
}

/** Stores an appeal against a measure. A form that is sent again changes nothing, and neither does one that is late. */
async function receiveAppeal({ db }: Desk, measureId: string, words: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const appealId = await tx.findValue<string>(sql`
      insert into misuse_appeal (measure_id, words)
      select id, ${words} from misuse_measure measure where id = ${measureId} and may_appeal_measure(measure)
      on conflict (measure_id) where state = 'open' do nothing returning id`)
    if (appealId === undefined) return
    const contentHash = wordsHash({ words })
    queueEntry(tx, { kind: 'misuse_appeal_received', appealId, measureId, contentHash, by: DESK })
  })
}

async function sendMeasure(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  { isFaulty, status }: { isFaulty: boolean; status: number },
): Promise<FastifyReply> {
  const measure = await open(pages, request)
  const language = languageOf(request)
  const words = wordsOf(language)
  const path = `${PUBLIC_BASE}/measure/${(request.params as PageParams).token ?? ''}`
  return sendPage(reply, pages.desk, {
    ...{ status, language, path },
    title: words(publicMessage(`publicSender.title.${measure.kind}`)),
    body: html`<p>${words(publicMessage('publicStatus.at', { at: measure.beginsAt }))}</p>
${listMeasureTexts(measure).map((text) => html`<p>${words(text)}</p>`)}
${measure.appeal === null ? '' : writeAppeal(measure, language)}
${measure.mayAppeal ? writeForm(path, language, isFaulty) : ''}`,
  })
}

function writeAppeal({ appeal, appealReason }: ToldMeasure, language: PublicLanguage): Html {
  const words = wordsOf(language)
  return html`<h2>${words(publicMessage('publicSender.appeal'))}</h2>
<p>${words(publicMessage(`publicSender.state.${appeal ?? 'open'}`))}</p>
${appealReason === null ? '' : html`<p><bdi>${appealReason}</bdi></p>`}`
}

function writeForm(path: string, language: PublicLanguage, isFaulty: boolean): Html {
  const words = wordsOf(language)
  const fault = html`<p class="fault" id="words-fault">${words(publicMessage('publicSender.fault'))}</p>`
  return html`<h2>${words(publicMessage('publicSender.appeal'))}</h2>
<form method="post" action="${addressOf(path, language)}" enctype="multipart/form-data">
<label for="words">${words(publicMessage('publicSender.words'))}</label>
<p class="hint" id="words-hint">${words(publicMessage('publicSender.wordsHint'))}</p>
${isFaulty ? fault : ''}
<textarea id="words" name="words" dir="auto" maxlength="${WORDS_CHARS_MAX}" required aria-describedby="words-hint${isFaulty ? ' words-fault' : ''}"></textarea>
<button type="submit">${words(publicMessage('publicSender.send'))}</button>
</form>`
}
