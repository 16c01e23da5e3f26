let offsetMs = 0

/** Told by the desk with its events what time it is there. */
export function learnTime(now: string): void {
  const at = Date.parse(now)
  if (!Number.isNaN(at)) offsetMs = at - Date.now()
}

/** What time it is at the desk. */
export const deskNow = (): number => Date.now() + offsetMs
