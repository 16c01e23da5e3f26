import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { EMAIL_CHARS_MAX, FILE_BYTES_MAX, FILES_MAX } from '../notices/read-notice.ts'
import { describedBy, type Field, writeFaults, writeLabel } from '../pages/form-parts.ts'
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
  const email = fieldOf(state, 'email', false)
  const form = values.get('form') ?? randomBytes(FORM_ID_BYTES).toString('hex')
  return html`${listFaults(faults, words)}
<p>${words(publicMessage('publicAppeal.intro'))}</p>
${takesFiles ? '' : html`<p>${words(publicMessage('publicNotice.intro.noFiles'))}</p>`}
<form method="post" action="${addressOf(path, language)}" enctype="multipart/form-data">
<input type="hidden" name="form" value="${form}">
${textArea(state, 'words', WORDS_CHARS_MAX)}
${needsNewEvidence ? textArea(state, 'newEvidence', EVIDENCE_CHARS_MAX) : ''}
${takesFiles ? filesField(state) : ''}
${writeLabel(email, language)}
<input id="email" name="email" type="email" dir="auto" maxlength="${EMAIL_CHARS_MAX}" autocomplete="email" value="${values.get('email') ?? ''}"${describedBy(email)}>
<button type="submit">${words(publicMessage('publicAppeal.send'))}</button>
</form>`
}

const listFaults = (faults: readonly AppealField[], words: Words): Html =>
  writeFaults(
    words(publicMessage('publicAppeal.faults')),
    faults.map((id) => ({ id, says: words(publicMessage(`publicAppeal.fault.${id}`)) })),
  )

function textArea(state: FormState, id: 'words' | 'newEvidence', max: number): Html {
  const field = fieldOf(state, id, true)
  return html`${writeLabel(field, state.language)}
<textarea id="${id}" name="${id}" dir="auto" maxlength="${max}" required${describedBy(field)}>
${state.values.get(id) ?? ''}</textarea>`
}

function filesField(state: FormState): Html {
  const field = fieldOf(state, 'files', false)
  return html`${writeLabel(field, state.language)}
<input id="files" name="files" type="file" multiple accept="image/png,image/jpeg,image/gif,image/webp"${describedBy(field)}>`
}

function fieldOf({ language, faults }: FormState, id: AppealField, isRequired: boolean): Field {
  const words = wordsOf(language)
  return {
    ...{ id, isRequired },
    label: words(publicMessage(`publicAppeal.field.${id}`)),
    hint:
      id === 'files'
        ? words(publicMessage('publicAppeal.hint.files', { count: FILES_MAX, megabytes: FILE_BYTES_MAX / MEGABYTE }))
        : words(publicMessage(`publicAppeal.hint.${id}`)),
    fault: faults.includes(id) ? words(publicMessage(`publicAppeal.fault.${id}`)) : undefined,
  }
}
