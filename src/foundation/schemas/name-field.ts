/** The most characters of a field's path in an answer: longer than any path of the desk's own schemas. */
const FIELD_CHARS_MAX = 200

/**
 * Formats a field's path for the caller who sent it. Names are the caller's, so they may have any length and any
 * characters.
 */
export function nameField(path: readonly (string | number)[], whole = 'The body'): string {
  if (path.length === 0) return whole
  const field = path.join('/').replaceAll('\0', '').toWellFormed()
  // Cutting the text may split a surrogate pair.
  return field.length <= FIELD_CHARS_MAX ? field : `${field.slice(0, FIELD_CHARS_MAX).toWellFormed()}…`
}
