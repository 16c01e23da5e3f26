declare global {
  interface Window {
    /** The answers that the page itself asked for, before the console's code was here (preload.ts), by path. */
    earlyAnswers?: Record<string, Promise<Response | undefined>>
  }
}

/** An older page reads everything again (events.ts). A younger one is told of all changes since it was opened. */
const EARLY_MS_MAX = 60_000

/** The answer to a path that the page itself asked for, if it did and no query has used it. */
export const earlyAnswer = async (path: string): Promise<Response | undefined> => window.earlyAnswers?.[path]

/** Fetches, unless the page has already asked for the same: such an answer is used once, and a refusal never. */
export async function fetchOnce(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const path = pathname + search
  const early = window.earlyAnswers?.[path]
  if (early === undefined || request.method !== 'GET') return fetch(request)
  delete window.earlyAnswers?.[path]
  const answer = await early
  if (answer?.ok && performance.now() < EARLY_MS_MAX) return answer
  // A body that is never read would hold its connection.
  await answer?.body?.cancel()
  return fetch(request)
}
