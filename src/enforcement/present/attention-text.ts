import { knownText } from '../../foundation/messages/known-text.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/** The areas of the catalogue with the reasons for which a person should look. */
const AREAS = ['attention.', 'alert.deadEnd.', 'alert.second.', 'alert.journal.', 'restore.because.']

/**
 * Returns the reason for which a person should look, to be rendered in the reader's language. Null: there is none. It
 * may tell the requirement and the action, so `isUntold` withholds it and says only that there is one.
 */
export function attentionText(stored: string | null, { isUntold }: { isUntold: boolean }): Text | null {
  if (stored === null) return null
  return isUntold ? message('attention.withheld') : knownText(stored, AREAS)
}
