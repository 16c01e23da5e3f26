import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { EMAIL_CHARS_MAX, FILE_BYTES_MAX, FILES_MAX } from '../notices/read-notice.ts'
import { addressOf, type Words, wordsOf } from '../pages/page.ts'
import { type AppealField, type AppealFormRules, EVIDENCE_CHARS_MAX, WORDS_CHARS_MAX } from './read-appeal-form.ts'

const FORM_ID_BYTES = 16
const MEGABYTE = 1_048_576

interface FormState extends AppealFormRules {
  /** The address to which the form is sent. */
  path: string
  language: PublicLanguage
  /** The values that the person typed before. */
  values: ReadonlyMap<string, string>
  faults: readonly AppealField[]
}

/** Writes the form of an appeal, with the faults of what was sent before. */
export function writeAppealForm(state: FormState): Html {
  const { path, language, values, faults, takesFiles, needsNewEvidence } = state
  const words = wordsOf(language)
  const form = values.get('form') ?? randomBytes(FORM_ID_BYTES).toString('hex')
  return html`${faultList(faults, words)}
<p>${words(publicMessage('publicAppeal.intro'))}</p>
${takesFiles ? '' : html`<p>${words(publicMessage('publicNotice.intro.noFiles'))}</p>`}
<form method="post" action="${addressOf(path, language)}" enctype="multipart/form-data">
<input type="hidden" name="form" value="${form}">
${textArea(state, 'words', WORDS_CHARS_MAX)}
${needsNewEvidence ? textArea(state, 'newEvidence', EVIDENCE_CHARS_MAX) : ''}
${takesFiles ? filesField(state) : ''}
${labelOf(state, 'email', false)}
<input id="email" name="email" type="email" dir="auto" maxlength="${EMAIL_CHARS_MAX}" autocomplete="email" value="${values.get('email') ?? ''}"${describedBy(state, 'email')}>
<button type="submit">${words(publicMessage('publicAppeal.send'))}</button>
</form>`
}

function faultList(faults: readonly AppealField[], words: Words): Html {
  if (faults.length === 0) return html``
  return html`<div class="faults" role="alert">
<h2>${words(publicMessage('publicAppeal.faults'))}</h2>
<ul>${faults.map((fault) => html`<li><a href="#${fault}">${words(publicMessage(`publicAppeal.fault.${fault}`))}</a></li>`)}</ul>
</div>`
}

const textArea = (state: FormState, field: 'words' | 'newEvidence', max: number): Html =>
  html`${labelOf(state, field, true)}
<textarea id="${field}" name="${field}" dir="auto" maxlength="${max}" required${describedBy(state, field)}>
${state.values.get(field) ?? ''}</textarea>`

const filesField = (state: FormState): Html => html`${labelOf(state, 'files', false)}
<input id="files" name="files" type="file" multiple accept="image/png,image/jpeg,image/gif,image/webp"${describedBy(state, 'files')}>`

function labelOf({ language, faults }: FormState, field: AppealField, required: boolean): Html {
  const words = wordsOf(language)
  const label = words(publicMessage(`publicAppeal.field.${field}`))
  const hint =
    field === 'files'
      ? words(publicMessage('publicAppeal.hint.files', { count: FILES_MAX, megabytes: FILE_BYTES_MAX / MEGABYTE }))
      : words(publicMessage(`publicAppeal.hint.${field}`))
  return html`<label for="${field}">${required ? label : words(publicMessage('publicNotice.optional', { label }))}</label>
<p class="hint" id="${field}-hint">${hint}</p>
${faults.includes(field) ? html`<p class="fault" id="${field}-fault">${words(publicMessage(`publicAppeal.fault.${field}`))}</p>` : ''}`
}

function describedBy({ faults }: FormState, field: AppealField): Html {
  const isFaulty = faults.includes(field)
  return html` aria-describedby="${field}-hint${isFaulty ? ` ${field}-fault` : ''}"${isFaulty ? html` aria-invalid="true"` : ''}`
}
