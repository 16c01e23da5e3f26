/** Longer than any field of ours, short enough to be said back. */
const FIELD_CHARS_MAX = 200

/**
 * Formats a field's path for the caller who sent it. Names are the caller's, so they may have any length and any
 * characters.
 */
export function nameField(path: readonly (string | number)[], whole = 'The body'): string {
  if (path.length === 0) return whole
  const field = path.join('/').replaceAll('\0', '').toWellFormed()
  // Half of a pair may be left at the cut.
  return field.length <= FIELD_CHARS_MAX ? field : `${field.slice(0, FIELD_CHARS_MAX).toWellFormed()}…`
}
