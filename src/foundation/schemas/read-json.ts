import { isUtf8 } from 'node:buffer'
import type { DeskError } from '../errors.ts'
import { type Message, message } from '../messages/message.ts'
import { invalidField } from './invalid-field.ts'
import { refuseRepeatedNames } from './refuse-repeated-names.ts'

/** Reads a body as JSON in UTF-8 without repeated names. An empty one counts as an empty object. */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  // A lenient decoder would replace invalid bytes by other characters, and the desk would store those.
  if (!isUtf8(body)) throw badBody(message('field.notUtf8'))
  const text = body.toString('utf8')
  const value = parse(text)
  refuseRepeatedNames(text, value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badBody(message('field.notJson'))
  }
}

const badBody = (detail: Message): DeskError => invalidField('The body', detail)
