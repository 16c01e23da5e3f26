import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { wordsOf } from './page.ts'

/** A field of a public form, with its texts in the language of the page. */
export interface Field {
  /** Its name, by which a list of faults leads to it. */
  id: string
  label: string
  /** Empty: it needs none. */
  hint: string
  /** The reason for which the value that was sent can't be used. Undefined: it can, or none was sent. */
  fault: string | undefined
  isRequired: boolean
}

/** Writes the label of a field, with its hint and its fault. */
export function writeLabel({ id, label, hint, fault, isRequired }: Field, language: PublicLanguage): Html {
  const words = wordsOf(language)
  return html`<label for="${id}">${isRequired ? label : words(publicMessage('publicNotice.optional', { label }))}</label>
${hint === '' ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
${fault === undefined ? '' : html`<p class="fault" id="${id}-fault">${fault}</p>`}`
}

/** Writes the attributes by which a screen reader reads the hint and the fault of a field with it. */
export function describedBy({ id, hint, fault }: Pick<Field, 'id' | 'hint' | 'fault'>): Html {
  const isFaulty = fault !== undefined
  const ids = [...(hint === '' ? [] : [`${id}-hint`]), ...(isFaulty ? [`${id}-fault`] : [])]
  return html`${ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`}${isFaulty ? html` aria-invalid="true"` : ''}`
}

/** Writes the list above a form of what can't be used, each with a link to its field. Empty without any. */
export function writeFaults(title: string, faults: readonly { id: string; says: string }[]): Html {
  if (faults.length === 0) return html``
  return html`<div class="faults" role="alert">
<h2>${title}</h2>
<ul>${faults.map(({ id, says }) => html`<li><a href="#${id}">${says}</a></li>`)}</ul>
</div>`
}

/** Writes a statement that the sender makes by ticking it. */
export function writeStatement({
  id,
  text,
  isTicked,
  isFaulty,
}: {
  id: string
  text: string
  isTicked: boolean
  isFaulty: boolean
}): Html {
  return html`<div class="choice">
<input id="${id}" name="${id}" type="checkbox" value="yes" required${isTicked ? html` checked` : ''}${
    isFaulty ? html` aria-invalid="true"` : ''
  }>
<label for="${id}">${text}</label>
</div>`
}
