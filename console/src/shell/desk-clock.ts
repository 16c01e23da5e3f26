let offsetMs = 0

/** Sets the offset of the desk's clock from the time in its events. */
export function learnTime(now: string): void {
  const at = Date.parse(now)
  if (!Number.isNaN(at)) offsetMs = at - Date.now()
}

/** Returns the time of the desk. */
export const deskNow = (): number => Date.now() + offsetMs
