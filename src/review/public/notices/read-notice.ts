import type { Form, FormFile } from '../pages/read-form.ts'
import { fileTypeOf } from './file-type.ts'
import { KIND_RULES, type NoticeKind } from './notice-kinds.ts'

/** The longest values of the fields. Each is within the limits of the tables, which allow a little more. */
export const ADDRESS_CHARS_MAX = 2_000
export const REASON_CHARS_MAX = 7_000
export const NAME_CHARS_MAX = 200
export const WORK_CHARS_MAX = 500
/** RFC 5321 §4.5.3.1.3 */
export const EMAIL_CHARS_MAX = 254
export const FILES_MAX = 4
export const FILE_BYTES_MAX = 2 * 1_048_576

/** The fields that a person fills in, in the order of the form. */
const NOTICE_FIELDS = [
  ...(['address', 'work', 'holder', 'reason', 'sha256', 'files'] as const),
  ...(['name', 'email', 'signature', 'goodFaith'] as const),
] as const
export type NoticeField = (typeof NOTICE_FIELDS)[number]

/** A file with the type that its first bytes tell. Empty: no known one. */
export interface TypedFile extends FormFile {
  mediaType: string
}

export const typeFiles = (files: readonly FormFile[]): TypedFile[] =>
  files.map(({ bytes }) => ({ bytes, mediaType: fileTypeOf(bytes) ?? '' }))

/** A notice as its sender wrote it. */
export interface NoticeDraft {
  kind: NoticeKind
  address: string
  reason: string
  /** The work and the holder of the right in it. Null: it is no notice of a rights holder. */
  work: string | null
  holder: string | null
  /** Null: they gave none. */
  name: string | null
  email: string | null
  signature: string | null
  sha256: string | null
  files: readonly TypedFile[]
  /** The random number of the form, in hex. */
  form: string
}

type ReadNotice = { draft: NoticeDraft } | { faults: readonly NoticeField[] }

/**
 * Control characters but line breaks, and characters that turn the direction of what follows. They would change how
 * other texts look beside the sender's.
 */
const UNFIT = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu
export const clean = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(UNFIT, (each) => (each === '\n' ? each : ' '))
    .trim()
export const line = (text: string): string => clean(text).replaceAll('\n', ' ')

/** Only forms that no mail server takes for more than one address, and no header for its end. */
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/
const ADDRESS = /^(?:https?|at):\/\/\S+$/i
const SHA256 = /^[0-9a-f]{64}$/i
/** The random number of a form, which makes a form that is sent twice one. */
export const FORM = /^[0-9a-f]{32}$/

/** Reads a notice of this kind. Pure. Returns every field that is missing or can't be used. */
export function readNotice(kind: NoticeKind, { fields, files }: Form): ReadNotice {
  const rules = KIND_RULES[kind]
  const of = (name: NoticeField | 'form') => fields.get(name) ?? ''
  const values = {
    address: line(of('address')),
    reason: clean(of('reason')),
    work: rules.isOfRights ? line(of('work')) : '',
    holder: rules.isOfRights ? line(of('holder')) : '',
    name: line(of('name')),
    email: line(of('email')),
    signature: line(of('signature')),
    sha256: rules.takesHashOnly ? line(of('sha256')).toLowerCase() : '',
  }
  const typed = typeFiles(files)
  const form = FORM.test(of('form')) ? of('form') : undefined
  const checks: Record<NoticeField, boolean> = {
    address: ADDRESS.test(values.address) && values.address.length <= ADDRESS_CHARS_MAX,
    reason: values.reason !== '' && values.reason.length <= REASON_CHARS_MAX,
    work: !rules.isOfRights || (/[\p{L}\p{N}]/u.test(values.work) && values.work.length <= WORK_CHARS_MAX),
    holder: isNameFit(values.holder, !rules.isOfRights),
    sha256: values.sha256 === '' || SHA256.test(values.sha256),
    files: areFilesFit(typed, rules.takesHashOnly),
    name: isNameFit(values.name, rules.isAnonymous),
    email: (values.email === '' && rules.isAnonymous) || isEmail(values.email),
    signature: isNameFit(values.signature, !rules.isSigned),
    goodFaith: of('goodFaith') === 'yes',
  }
  const faults = NOTICE_FIELDS.filter((field) => !checks[field])
  if (faults.length > 0 || form === undefined) return { faults }
  const orNull = (text: string) => (text === '' ? null : text)
  return {
    draft: {
      ...{ kind, form, files: typed, address: values.address, reason: values.reason },
      ...{ name: orNull(values.name), email: orNull(values.email), sha256: orNull(values.sha256) },
      ...{ signature: orNull(values.signature), work: orNull(values.work), holder: orNull(values.holder) },
    },
  }
}

export const isEmail = (text: string): boolean => text.length <= EMAIL_CHARS_MAX && EMAIL.test(text)

export const isNameFit = (text: string, isOptional: boolean): boolean =>
  text === '' ? isOptional : text.length <= NAME_CHARS_MAX && /\p{L}/u.test(text)

export const areFilesFit = (files: readonly TypedFile[], isRefused: boolean): boolean =>
  files.length === 0 ||
  (!isRefused &&
    files.length <= FILES_MAX &&
    files.every(({ bytes, mediaType }) => mediaType !== '' && bytes.length <= FILE_BYTES_MAX))
