import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { nameOf, type References } from '../../../policy/basis.ts'
import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import { EMAIL_CHARS_MAX, NAME_CHARS_MAX } from '../notices/read-notice.ts'
import { addressOf, wordsOf } from '../pages/page.ts'
import { type CounterField, PHONE_CHARS_MAX, POSTAL_CHARS_MAX, WORDS_CHARS_MAX } from './read-counter-notice.ts'

const FORM_ID_BYTES = 16

interface FormState {
  /** The address to which the form is sent. */
  path: string
  language: PublicLanguage
  rules: CounterNoticeRules
  references: References
  /** The values that the person typed before. */
  values: ReadonlyMap<string, string>
  faults: readonly CounterField[]
}

/** Writes the form of a counter-notice. It says first who gets what, and what follows. */
export function writeCounterForm(state: FormState): Html {
  const { path, language, rules, values } = state
  const words = wordsOf(language)
  const form = values.get('form') ?? randomBytes(FORM_ID_BYTES).toString('hex')
  return html`${faultList(state)}
${introduce(state)}
<form method="post" action="${addressOf(path, language)}" enctype="multipart/form-data">
<input type="hidden" name="form" value="${form}">
${area(state, 'words', WORDS_CHARS_MAX, true)}
${input(state, 'name', { type: 'text', max: NAME_CHARS_MAX, autocomplete: 'name', required: true })}
${area(state, 'address', POSTAL_CHARS_MAX, rules.asks.includes('address'))}
${input(state, 'phone', { type: 'tel', max: PHONE_CHARS_MAX, autocomplete: 'tel', required: rules.asks.includes('phone') })}
${input(state, 'email', { type: 'email', max: EMAIL_CHARS_MAX, autocomplete: 'email', required: rules.asks.includes('email') })}
${choice(state, 'statement', rules.statement)}
${rules.consent === null ? '' : choice(state, 'consent', rules.consent)}
${input(state, 'signature', { type: 'text', max: NAME_CHARS_MAX, autocomplete: 'off', required: true })}
<button type="submit">${words(publicMessage('publicCounter.send'))}</button>
</form>`
}

function introduce({ language, rules, references }: FormState): Html {
  const words = wordsOf(language)
  const law = references.laws.get(rules.law)
  return html`<p>${words(publicMessage('publicCounter.intro'))} ${law === undefined ? '' : words(publicMessage('publicCounter.law', { law: nameOf(law, language) }))}</p>
<p>${words(publicMessage('publicCounter.clock', { days: rules.businessDays }))}</p>
<p><strong>${words(publicMessage(rules.discloses ? 'publicCounter.discloses' : 'publicCounter.undisclosed'))}</strong></p>
<p>${words(publicMessage('publicCounter.perjury'))} ${words(publicMessage('publicCounter.once'))}</p>`
}

function faultList({ faults, language }: FormState): Html {
  if (faults.length === 0) return html``
  const words = wordsOf(language)
  return html`<div class="faults" role="alert">
<h2>${words(publicMessage('publicCounter.faults'))}</h2>
<ul>${faults.map((fault) => html`<li><a href="#${fault}">${words(publicMessage(`publicCounter.fault.${fault}`))}</a></li>`)}</ul>
</div>`
}

type TextField = Exclude<CounterField, 'statement' | 'consent'>

const area = (state: FormState, field: TextField, max: number, required: boolean): Html =>
  html`${labelOf(state, field, required)}
<textarea id="${field}" name="${field}" dir="auto" maxlength="${max}"${required ? html` required` : ''}${describedBy(state, field)}>
${state.values.get(field) ?? ''}</textarea>`

interface Input {
  type: string
  max: number
  autocomplete: string
  required: boolean
}

const input = (state: FormState, field: TextField, { type, max, autocomplete, required }: Input): Html =>
  html`${labelOf(state, field, required)}
<input id="${field}" name="${field}" type="${type}" dir="auto" maxlength="${max}" autocomplete="${autocomplete}"${required ? html` required` : ''} value="${state.values.get(field) ?? ''}"${describedBy(state, field)}>`

function choice(
  { values, faults, language }: FormState,
  field: 'statement' | 'consent',
  texts: Readonly<Record<string, string>>,
): Html {
  return html`<div class="choice">
<input id="${field}" name="${field}" type="checkbox" value="yes" required${values.get(field) === 'yes' ? html` checked` : ''}${
    faults.includes(field) ? html` aria-invalid="true"` : ''
  }>
<label for="${field}">${nameOf({ id: field, names: texts }, language)}</label>
</div>`
}

const hintOf = (field: TextField) => (field === 'name' ? undefined : publicMessage(`publicCounter.hint.${field}`))

function labelOf({ language, faults }: FormState, field: TextField, required: boolean): Html {
  const words = wordsOf(language)
  const label = words(publicMessage(`publicCounter.field.${field}`))
  const hint = hintOf(field)
  return html`<label for="${field}">${required ? label : words(publicMessage('publicNotice.optional', { label }))}</label>
${hint === undefined ? '' : html`<p class="hint" id="${field}-hint">${words(hint)}</p>`}
${faults.includes(field) ? html`<p class="fault" id="${field}-fault">${words(publicMessage(`publicCounter.fault.${field}`))}</p>` : ''}`
}

function describedBy({ faults }: FormState, field: TextField): Html {
  const isFaulty = faults.includes(field)
  const ids = [...(hintOf(field) === undefined ? [] : [`${field}-hint`]), ...(isFaulty ? [`${field}-fault`] : [])]
  return html`${ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`}${isFaulty ? html` aria-invalid="true"` : ''}`
}
