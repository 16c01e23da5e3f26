import { areFilesFit, clean, FORM, isEmail, line, type TypedFile, typeFiles } from '../notices/read-notice.ts'
import type { Form } from '../pages/read-form.ts'

/** The longest texts, within the limits of the table. */
export const WORDS_CHARS_MAX = 9_900
export const EVIDENCE_CHARS_MAX = 1_900

/** The fields that an appellant fills in, in the order of the form. */
const APPEAL_FIELDS = ['words', 'newEvidence', 'files', 'email'] as const
export type AppealField = (typeof APPEAL_FIELDS)[number]

/** An appeal as its sender wrote it. */
export interface AppealDraft {
  words: string
  /** Null: it is not asked for, because nothing was judged before. */
  newEvidence: string | null
  files: readonly TypedFile[]
  /** Null: they gave none, and read the outcome on the page. */
  email: string | null
  /** The random number of the form, in hex. */
  form: string
}

/** The parts of the form that depend on what is contested. */
export interface AppealFormRules {
  takesFiles: boolean
  needsNewEvidence: boolean
}

type ReadAppealForm = { draft: AppealDraft } | { faults: readonly AppealField[] }

/** Reads an appeal. Pure. Returns every field that is missing or can't be used. */
export function readAppealForm(
  { fields, files }: Form,
  { takesFiles, needsNewEvidence }: AppealFormRules,
): ReadAppealForm {
  const words = clean(fields.get('words') ?? '')
  const newEvidence = clean(fields.get('newEvidence') ?? '')
  const email = line(fields.get('email') ?? '')
  const form = fields.get('form') ?? ''
  const typed = typeFiles(files)
  const checks: Record<AppealField, boolean> = {
    words: words !== '' && words.length <= WORDS_CHARS_MAX,
    newEvidence: !needsNewEvidence || (newEvidence !== '' && newEvidence.length <= EVIDENCE_CHARS_MAX),
    // The judge opens pictures in the console, and no other file.
    files: areFilesFit(typed, !takesFiles) && typed.every(({ mediaType }) => mediaType.startsWith('image/')),
    email: email === '' || isEmail(email),
  }
  const faults = APPEAL_FIELDS.filter((field) => !checks[field])
  if (faults.length > 0 || !FORM.test(form)) return { faults }
  return {
    draft: {
      ...{ words, form, files: typed, email: email === '' ? null : email },
      newEvidence: needsNewEvidence ? newEvidence : null,
    },
  }
}
