import type { Operation } from './api-document.ts'
import { jsonText } from './json-text.ts'
import type { Given } from './make-request.ts'

/** A request as it is sent. */
export interface Wire {
  url: string
  headers: Record<string, string>
  payload: string | Buffer | undefined
}

/** Encodes a request. `pieces` go into the address unencoded, for texts that no encoded value yields. */
export function toWire(operation: Operation, given: Given, pieces: Readonly<Record<string, string>> = {}): Wire {
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    return pieces[name] ?? encode(String(given.params[name]))
  })
  const query = Object.entries(given.query).map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
  const [type = 'application/json'] = operation.takes
  return {
    url: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: given.body === undefined ? {} : { 'content-type': type },
    payload: given.body === undefined ? undefined : jsonText(given.body),
  }
}

// encodeURIComponent throws at half a character.
const encode = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')
