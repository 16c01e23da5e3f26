/**
 * True when this machine knows the name, such as Europe/Berlin, as a time zone. An offset such as +02:00 is none:
 * PostgreSQL reads it with the opposite sign.
 */
export const isZone = (name: string): boolean => findZone(name) !== undefined

/**
 * Returns the one name of a time zone. A zone may be written in any mix of letter cases, and may have other names:
 * millions of spellings that callers choose become some hundred names. Undefined: no zone.
 */
export function findZone(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9+_/-]{0,63}$/.test(name)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
