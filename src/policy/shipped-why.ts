import { knownText } from '../foundation/messages/known-text.ts'
import type { Text } from '../foundation/messages/message.ts'

/**
 * Returns the reason that a policy file states for a guard or a budget. The reasons of the shipped files are rendered in
 * the reader's language; any other is the organisation's own words.
 */
export const whyText = (why: string): Text => knownText(why, ['shipped.why.'])
