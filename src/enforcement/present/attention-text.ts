import { knownText } from '../../foundation/messages/known-text.ts'
import type { Text } from '../../foundation/messages/message.ts'

/** The areas of the catalogue with the reasons for which a person should look. */
const AREAS = ['attention.', 'alert.deadEnd.', 'alert.second.', 'alert.journal.', 'restore.because.']

/** Returns the reason for which a person should look, to be rendered in the reader's language. Null: there is none. */
export const attentionText = (stored: string | null): Text | null => (stored === null ? null : knownText(stored, AREAS))
