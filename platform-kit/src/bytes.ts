export type Bytes = Uint8Array<ArrayBuffer>

/**
 * Decodes base64url. Undefined: the text is no base64url. Padding and other alphabets are refused, so that a value has
 * one text only.
 */
export function decodeBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    return encodeBase64Url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The most arguments of one function call that every JavaScript engine accepts. */
const CHARS_AT_ONCE = 8_192

/** Encodes base64 with padding (RFC 4648). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHARS_AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + CHARS_AT_ONCE))
  return btoa(text)
}

export async function sha256(data: string | Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', typeof data === 'string' ? utf8(data) : data))
}

/** Returns the SHA-256 of a text, in base64url: keys and people are named so to readers who need not know them. */
export async function hashText(text: string): Promise<string> {
  return encodeBase64Url(await sha256(text))
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export function joinBytes(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Parses a JSON object; undefined: the text is no UTF-8, or no JSON object. */
export function parseObject(text: string | Bytes): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(
      typeof text === 'string' ? text : new TextDecoder('utf-8', { fatal: true }).decode(text),
    )
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
