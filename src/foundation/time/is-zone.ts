/** Whether a name such as Europe/Berlin is a time zone to this machine. Never an offset, which PostgreSQL reads the other way round. */
export function isZone(zone: string): boolean {
  try {
    return (
      /^[A-Za-z][A-Za-z0-9+_/-]{0,63}$/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
    )
  } catch {
    return false
  }
}
