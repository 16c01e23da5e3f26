/**
 * True when this machine knows the name, such as Europe/Berlin, as a time zone. An offset such as +02:00 is none:
 * PostgreSQL reads it with the opposite sign.
 */
export function isZone(zone: string): boolean {
  try {
    return (
      /^[A-Za-z][A-Za-z0-9+_/-]{0,63}$/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
    )
  } catch {
    return false
  }
}
