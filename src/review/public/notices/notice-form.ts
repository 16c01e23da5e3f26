import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { type Words, wordsOf } from '../pages/page.ts'
import { ACCEPTED_TYPES } from './file-type.ts'
import { KIND_RULES, type NoticeKind } from './notice-kinds.ts'
import {
  ADDRESS_CHARS_MAX,
  EMAIL_CHARS_MAX,
  FILE_BYTES_MAX,
  FILES_MAX,
  NAME_CHARS_MAX,
  type NoticeField,
  REASON_CHARS_MAX,
  WORK_CHARS_MAX,
} from './read-notice.ts'

/** The address of the form. */
export const NOTICE_PATH = '/public/notice'
const FORM_ID_BYTES = 16
const SHA256_CHARS = 64

interface FormState {
  kind: NoticeKind
  language: PublicLanguage
  /** The values that the person typed before. */
  values: ReadonlyMap<string, string>
  faults: readonly Fault[]
}

/** A field that can't be used, or the address of something that no platform has. */
export type Fault = NoticeField | 'unknownAddress' | 'unreadAddress'
const fieldOf = (fault: Fault): NoticeField =>
  fault === 'unknownAddress' || fault === 'unreadAddress' ? 'address' : fault

/** Writes the form for one kind of content, with the faults of what was sent before. */
export function writeNoticeForm(state: FormState): Html {
  const { kind, language, values, faults } = state
  const words = wordsOf(language)
  const { takesHashOnly, isAnonymous, isSigned, isOfRights } = KIND_RULES[kind]
  const form = values.get('form') ?? randomBytes(FORM_ID_BYTES).toString('hex')
  return html`${faultList(faults, words)}
<p>${words(publicMessage(introOf(kind)))}</p>
${takesHashOnly ? html`<p>${words(publicMessage('publicNotice.intro.noFiles'))}</p>` : ''}
<form method="post" action="${NOTICE_PATH}?language=${language}" enctype="multipart/form-data">
<input type="hidden" name="kind" value="${kind}">
<input type="hidden" name="form" value="${form}">
${textField(state, 'address', { type: 'text', max: ADDRESS_CHARS_MAX, required: true, autocomplete: 'off', inputmode: 'url' })}
${isOfRights ? textField(state, 'work', { type: 'text', max: WORK_CHARS_MAX, required: true, autocomplete: 'off' }) : ''}
${isOfRights ? textField(state, 'holder', { type: 'text', max: NAME_CHARS_MAX, required: true, autocomplete: 'off' }) : ''}
${reasonField(state)}
${takesHashOnly ? textField(state, 'sha256', { type: 'text', max: SHA256_CHARS, required: false, autocomplete: 'off' }) : filesField(state)}
${textField(state, 'name', { type: 'text', max: NAME_CHARS_MAX, required: !isAnonymous, autocomplete: 'name' })}
${textField(state, 'email', { type: 'email', max: EMAIL_CHARS_MAX, required: !isAnonymous, autocomplete: 'email' })}
${isSigned || isAnonymous ? textField(state, 'signature', { type: 'text', max: NAME_CHARS_MAX, required: isSigned, autocomplete: 'off' }) : ''}
${goodFaithField(state)}
<button type="submit">${words(publicMessage('publicNotice.send'))}</button>
</form>`
}

function introOf(kind: NoticeKind) {
  const { isAnonymous, isOfRights } = KIND_RULES[kind]
  if (isOfRights) return 'publicNotice.intro.rights' as const
  return isAnonymous ? ('publicNotice.intro.anonymous' as const) : ('publicNotice.intro.named' as const)
}

function faultList(faults: readonly Fault[], words: Words): Html {
  if (faults.length === 0) return html``
  return html`<div class="faults" role="alert">
<h2>${words(publicMessage('publicNotice.faults'))}</h2>
<ul>${faults.map((fault) => html`<li><a href="#${fieldOf(fault)}">${words(publicMessage(`publicNotice.fault.${fault}`))}</a></li>`)}</ul>
</div>`
}

/** The fields with a label above them. */
type LabelledField = Exclude<NoticeField, 'goodFaith'>

interface Input {
  type: string
  max: number
  required: boolean
  autocomplete: string
  inputmode?: string
}

function textField(
  state: FormState,
  field: LabelledField,
  { type, max, required, autocomplete, inputmode }: Input,
): Html {
  return html`${labelOf(state, field, required)}
<input id="${field}" name="${field}" type="${type}" dir="auto" maxlength="${max}" autocomplete="${autocomplete}"${
    inputmode === undefined ? '' : html` inputmode="${inputmode}"`
  }${required ? html` required` : ''} value="${state.values.get(field) ?? ''}"${describedBy(state, field)}>`
}

const reasonField = (state: FormState): Html => html`${labelOf(state, 'reason', true)}
<textarea id="reason" name="reason" dir="auto" maxlength="${REASON_CHARS_MAX}" required${describedBy(state, 'reason')}>
${state.values.get('reason') ?? ''}</textarea>`

const filesField = (state: FormState): Html => html`${labelOf(state, 'files', false)}
<input id="files" name="files" type="file" multiple accept="${ACCEPTED_TYPES}"${describedBy(state, 'files')}>`

function goodFaithField(state: FormState): Html {
  const words = wordsOf(state.language)
  return html`<div class="choice">
<input id="goodFaith" name="goodFaith" type="checkbox" value="yes" required${
    state.values.get('goodFaith') === 'yes' ? html` checked` : ''
  }${state.faults.includes('goodFaith') ? html` aria-invalid="true"` : ''}>
<label for="goodFaith">${words(publicMessage('publicNotice.statement'))}</label>
</div>`
}

const MEGABYTE = 1_048_576

function hintOf(field: NoticeField, { language, kind }: FormState): string {
  const words = wordsOf(language)
  switch (field) {
    case 'files':
      return words(publicMessage('publicNotice.hint.files', { count: FILES_MAX, megabytes: FILE_BYTES_MAX / MEGABYTE }))
    case 'email':
      return words(
        publicMessage(KIND_RULES[kind].isAnonymous ? 'publicNotice.hint.emailOptional' : 'publicNotice.hint.email'),
      )
    case 'address':
    case 'reason':
    case 'sha256':
    case 'signature':
    case 'work':
    case 'holder':
      return words(publicMessage(`publicNotice.hint.${field}`))
    case 'name':
    case 'goodFaith':
      return ''
  }
}

function labelOf(state: FormState, field: LabelledField, required: boolean): Html {
  const words = wordsOf(state.language)
  const label = words(publicMessage(`publicNotice.field.${field}`))
  const fault = state.faults.find((each) => fieldOf(each) === field)
  const hint = hintOf(field, state)
  return html`<label for="${field}">${required ? label : words(publicMessage('publicNotice.optional', { label }))}</label>
${hint === '' ? '' : html`<p class="hint" id="${field}-hint">${hint}</p>`}
${fault === undefined ? '' : html`<p class="fault" id="${field}-fault">${words(publicMessage(`publicNotice.fault.${fault}`))}</p>`}`
}

function describedBy(state: FormState, field: NoticeField): Html {
  const isFaulty = state.faults.some((each) => fieldOf(each) === field)
  const ids = [...(hintOf(field, state) === '' ? [] : [`${field}-hint`]), ...(isFaulty ? [`${field}-fault`] : [])]
  return html`${ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`}${isFaulty ? html` aria-invalid="true"` : ''}`
}
