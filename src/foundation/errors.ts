import type { Message } from './messages/message.ts'
import { renderMessage } from './messages/render-message.ts'

/** The errors on which a caller can act. Any other error is a bug: a 500 and a log line. */
export type ErrorCode =
  | 'invalid_input'
  | 'not_signed_in'
  | 'not_allowed'
  | 'not_found'
  | 'conflict'
  | 'changed_since'
  | 'refused'
  | 'too_large'
  | 'too_many'
  | 'unsupported_media_type'
  | 'unavailable'

/**
 * An expected failure. The caller sees its text in their own language: what happened, why, what to do. `message` is the
 * English text, for the log and the command line. `members` are added to the answer, for example the text that the
 * person typed; a message in one of its `errors` is rendered too.
 */
export class DeskError extends Error {
  override name = 'DeskError' as const
  readonly code: ErrorCode
  readonly text: Message
  readonly members: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, text: Message, members: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(renderMessage(text), options)
    this.text = text
    this.code = code
    this.members = members
  }
}

/** Returns the value; throws `not_found` with this text when there is none. */
export function requireFound<T>(value: T | undefined, text: Message): T {
  if (value === undefined) throw new DeskError('not_found', text)
  return value
}

/** Returns the message of any thrown value. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
