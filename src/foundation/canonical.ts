/** A value that JSON can express. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * Writes a value as canonical JSON (RFC 8785): equal values give equal text, so a hash of the text identifies the
 * value. Numbers and strings are written as ECMAScript writes them, as the RFC requires; names are sorted by UTF-16
 * code units.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} can't be written as JSON`)
  if (typeof value === 'string' && !value.isWellFormed()) throw new Error('a string with half a character is not JSON')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const member = value[name]
      return member === undefined ? [] : [`${canonicalJson(name)}:${canonicalJson(member)}`]
    })
  return `{${members.join(',')}}`
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value)
