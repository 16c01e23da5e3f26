import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Appeal, AppealSide } from '../../appeals/appeal-queries.ts'
import type { AppealQuestion } from '../../appeals/questions/question-queries.ts'
import type { AppealRefusal } from '../../appeals/receive-appeal.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { writeQuestion } from './appeal-question.ts'
import type { Contested } from './contested.ts'
import { refusalNow } from './contested.ts'

interface Shown {
  language: PublicLanguage
  /** The address of the form. */
  path: string
  /** Undefined: nothing can be contested here any more. */
  contested: Contested | undefined
  side: AppealSide
  /** The newest appeal of the holder of the link. */
  latest: Appeal | undefined
  /** The question of its judge. Undefined: none was asked. */
  question: AppealQuestion | undefined
}

/** Writes the state of an appeal with its times, and the way to a first or another one. */
export function writeAppealState({ language, path, contested, side, latest, question }: Shown): Html {
  const words = wordsOf(language)
  const refusal = contested === undefined ? 'not_in_effect' : refusalNow(contested, true)
  const isOpen = latest?.state === 'open'
  if (latest === undefined && contested === undefined) return html``
  return html`<h2>${words(publicMessage('publicAppeal.title'))}</h2>
${latest === undefined ? '' : writeTimes(latest, side, language)}
${question === undefined ? '' : writeQuestion(question, { language, path: `${path}/answer` })}
${isOpen ? '' : refusal === undefined && contested !== undefined ? writeWay(contested, path, language) : writeRefusal(refusal, language)}`
}

function writeTimes(
  { state, receivedAt, dueAt, endedAt, reason }: Appeal,
  side: AppealSide,
  language: PublicLanguage,
): Html {
  const words = wordsOf(language)
  const row = (term: Html | string, text: Html | string) => html`<dt>${term}</dt><dd>${text}</dd>
`
  const at = (time: Date) => words(publicMessage('publicStatus.at', { at: time }))
  return html`<dl>
${row(words(publicMessage('publicStatus.made')), at(receivedAt))}
${endedAt === null ? row(words(publicMessage('publicAppeal.due')), at(dueAt)) : row(words(publicMessage('publicAppeal.ended')), at(endedAt))}
${row(words(publicMessage('publicStatus.state')), words(publicMessage(state === 'open' ? 'publicAppeal.open' : `publicAppeal.outcome.${side}.${state}`)))}
${reason === null ? '' : row(words(publicMessage('publicAppeal.reason')), html`<bdi>${reason}</bdi>`)}
</dl>`
}

const writeWay = ({ against }: Contested, path: string, language: PublicLanguage): Html =>
  html`<p>${wordsOf(language)(publicMessage('publicAppeal.until', { until: against.until }))}</p>
<p><a class="button" href="${addressOf(path, language)}">${wordsOf(language)(publicMessage('publicAppeal.begin'))}</a></p>`

export const writeRefusal = (refusal: AppealRefusal | undefined, language: PublicLanguage): Html =>
  refusal === undefined ? html`` : html`<p>${wordsOf(language)(publicMessage(`publicAppeal.refusal.${refusal}`))}</p>`
