/** Longer than any field of ours, short enough to be said back. */
const FIELD_CHARS_MAX = 200

/**
 * A field by its path as it may be told to whoever sent it: names are theirs, so they may be of any length and hold
 * anything at all.
 */
export function nameField(path: readonly (string | number)[], whole = 'The body'): string {
  if (path.length === 0) return whole
  const field = path.join('/').replaceAll('\0', '').toWellFormed()
  // Half of a pair may be left at the cut.
  return field.length <= FIELD_CHARS_MAX ? field : `${field.slice(0, FIELD_CHARS_MAX).toWellFormed()}…`
}
