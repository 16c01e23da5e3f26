/** The desk starts its reader within a minute, and gives up a file after another. */
const ANSWERED_WITHIN_MS = 120_000

let last: Promise<unknown> = Promise.resolve()

/**
 * Sends a file for the desk to read after the one before was answered: it reads one file of a person at a time, also where its answer
 * is no longer wanted, and refuses another meanwhile. What is no longer wanted when its turn comes is not sent.
 */
export function inTurn<T>(send: (signal: AbortSignal) => Promise<T>, wanted?: AbortSignal): Promise<T> {
  const answer = last.then(() => {
    wanted?.throwIfAborted()
    return send(AbortSignal.timeout(ANSWERED_WITHIN_MS))
  })
  last = answer.catch(() => undefined)
  return answer
}
