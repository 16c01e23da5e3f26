import { knownText } from '../../../foundation/messages/known-text.ts'
import type { Text } from '../../../foundation/messages/message.ts'

/** The areas of the catalogue in which the recorded reason of an alert, or of a look at it, may stand. */
const RECORDED = ['alert.', 'attention.', 'restore.because.']

/** Returns a reason that the ledger keeps in English, to be rendered in the reader's language where it is a known text. */
export const recordedText = (why: string): Text => knownText(why, RECORDED)
