type Listener = () => void

const FIRST_KEY = 'countersign-first-sign-in'
const listeners = new Set<Listener>()

/** Asks the frame to show the tour. A page names no part of the frame, so it asks here. */
export function askForTour(): void {
  for (const listener of listeners) listener()
}

/** Calls the listener at each request; returns the function that ends that. */
export function onTourRequest(listener: Listener): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Notes that a person of the demo has just signed in by a press, for the page that they open next. */
export const noteSignIn = (): void => sessionStorage.setItem(FIRST_KEY, '1')

/** True once after such a sign-in. */
export function isFirstSignIn(): boolean {
  const isFirst = sessionStorage.getItem(FIRST_KEY) !== null
  sessionStorage.removeItem(FIRST_KEY)
  return isFirst
}
