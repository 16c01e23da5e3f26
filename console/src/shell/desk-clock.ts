let offsetMs = 0

/** Told by the desk with its events what time it is there. */
export function learnTime(now: string): void {
  const at = Date.parse(now)
  if (!Number.isNaN(at)) offsetMs = at - Date.now()
}

/** Returns the time of the desk. */
export const deskNow = (): number => Date.now() + offsetMs
