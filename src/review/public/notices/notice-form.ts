import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { describedBy, type Field, writeFaults, writeLabel, writeStatement } from '../pages/form-parts.ts'
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
const nameOfField = (fault: Fault): NoticeField =>
  fault === 'unknownAddress' || fault === 'unreadAddress' ? 'address' : fault

/** Writes the form for one kind of content, with the faults of what was sent before. */
export function writeNoticeForm(state: FormState): Html {
  const { kind, language, values, faults } = state
  const words = wordsOf(language)
  const { takesHashOnly, isAnonymous, isSigned, isOfRights } = KIND_RULES[kind]
  const form = values.get('form') ?? randomBytes(FORM_ID_BYTES).toString('hex')
  return html`${listFaults(faults, words)}
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

const listFaults = (faults: readonly Fault[], words: Words): Html =>
  writeFaults(
    words(publicMessage('publicNotice.faults')),
    faults.map((fault) => ({ id: nameOfField(fault), says: words(publicMessage(`publicNotice.fault.${fault}`)) })),
  )

/** The fields with a label above them. */
type LabelledField = Exclude<NoticeField, 'goodFaith'>

interface Input {
  type: string
  max: number
  required: boolean
  autocomplete: string
  inputmode?: string
}

function textField(state: FormState, id: LabelledField, { type, max, required, autocomplete, inputmode }: Input): Html {
  const field = fieldOf(state, id, required)
  return html`${writeLabel(field, state.language)}
<input id="${id}" name="${id}" type="${type}" dir="auto" maxlength="${max}" autocomplete="${autocomplete}"${
    inputmode === undefined ? '' : html` inputmode="${inputmode}"`
  }${required ? html` required` : ''} value="${state.values.get(id) ?? ''}"${describedBy(field)}>`
}

function reasonField(state: FormState): Html {
  const field = fieldOf(state, 'reason', true)
  return html`${writeLabel(field, state.language)}
<textarea id="reason" name="reason" dir="auto" maxlength="${REASON_CHARS_MAX}" required${describedBy(field)}>
${state.values.get('reason') ?? ''}</textarea>`
}

function filesField(state: FormState): Html {
  const field = fieldOf(state, 'files', false)
  return html`${writeLabel(field, state.language)}
<input id="files" name="files" type="file" multiple accept="${ACCEPTED_TYPES}"${describedBy(field)}>`
}

const goodFaithField = ({ language, values, faults }: FormState): Html =>
  writeStatement({
    ...{ id: 'goodFaith', text: wordsOf(language)(publicMessage('publicNotice.statement')) },
    isTicked: values.get('goodFaith') === 'yes',
    isFaulty: faults.includes('goodFaith'),
  })

const MEGABYTE = 1_048_576

function hintOf(field: LabelledField, { language, kind }: FormState): string {
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
      return ''
  }
}

function fieldOf(state: FormState, id: LabelledField, isRequired: boolean): Field {
  const words = wordsOf(state.language)
  const fault = state.faults.find((each) => nameOfField(each) === id)
  return {
    ...{ id, isRequired },
    label: words(publicMessage(`publicNotice.field.${id}`)),
    hint: hintOf(id, state),
    fault: fault && words(publicMessage(`publicNotice.fault.${fault}`)),
  }
}
