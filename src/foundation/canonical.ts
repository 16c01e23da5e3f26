/** Anything JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * The one way to write a value down as JSON (RFC 8785): equal values give equal text, so a hash of it means the value.
 * Numbers and strings are as ECMAScript writes them, which is what the RFC asks; names are sorted by UTF-16 code units.
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
