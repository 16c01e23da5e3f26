import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { nameOf, type References } from '../../../policy/basis.ts'
import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import { EMAIL_CHARS_MAX, NAME_CHARS_MAX } from '../notices/read-notice.ts'
import { describedBy, type Field, writeFaults, writeLabel, writeStatement } from '../pages/form-parts.ts'
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
  return html`${listFaults(state)}
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

function listFaults({ faults, language }: FormState): Html {
  const words = wordsOf(language)
  return writeFaults(
    words(publicMessage('publicCounter.faults')),
    faults.map((id) => ({ id, says: words(publicMessage(`publicCounter.fault.${id}`)) })),
  )
}

type TextField = Exclude<CounterField, 'statement' | 'consent'>

function fieldOf({ language, faults }: FormState, id: TextField, isRequired: boolean): Field {
  const words = wordsOf(language)
  return {
    ...{ id, isRequired },
    label: words(publicMessage(`publicCounter.field.${id}`)),
    hint: id === 'name' ? '' : words(publicMessage(`publicCounter.hint.${id}`)),
    fault: faults.includes(id) ? words(publicMessage(`publicCounter.fault.${id}`)) : undefined,
  }
}

function area(state: FormState, id: TextField, max: number, required: boolean): Html {
  const field = fieldOf(state, id, required)
  return html`${writeLabel(field, state.language)}
<textarea id="${id}" name="${id}" dir="auto" maxlength="${max}"${required ? html` required` : ''}${describedBy(field)}>
${state.values.get(id) ?? ''}</textarea>`
}

interface Input {
  type: string
  max: number
  autocomplete: string
  required: boolean
}

function input(state: FormState, id: TextField, { type, max, autocomplete, required }: Input): Html {
  const field = fieldOf(state, id, required)
  return html`${writeLabel(field, state.language)}
<input id="${id}" name="${id}" type="${type}" dir="auto" maxlength="${max}" autocomplete="${autocomplete}"${required ? html` required` : ''} value="${state.values.get(id) ?? ''}"${describedBy(field)}>`
}

const choice = (
  { values, faults, language }: FormState,
  id: 'statement' | 'consent',
  texts: Readonly<Record<string, string>>,
): Html =>
  writeStatement({
    ...{ id, text: nameOf({ id, names: texts }, language) },
    isTicked: values.get(id) === 'yes',
    isFaulty: faults.includes(id),
  })
