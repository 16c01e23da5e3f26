/** One act sends many events at once: their queries are read again together after this. */
const GATHER_MS = 100
/** In a long burst the same queries are read again this far apart, so that an answer can arrive in between. */
const APART_MS = 1_000

type QueryKey = readonly string[]

/** Gathers the query keys that events made stale, and has each of them read again once. */
export function gatherStale(readAgain: (queryKey: QueryKey) => void) {
  const stale = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  const read = () => {
    timer = undefined
    readAt = Date.now()
    for (const queryKey of stale.values()) readAgain(queryKey)
    stale.clear()
  }
  /** At most a second, also after the clock of the machine was set back. */
  const waitMs = () => Math.min(APART_MS, Math.max(GATHER_MS, readAt + APART_MS - Date.now()))
  return {
    add: (queryKeys: readonly QueryKey[]) => {
      for (const queryKey of queryKeys) stale.set(queryKey.join(' '), queryKey)
      timer ??= setTimeout(read, waitMs())
    },
    stop: () => clearTimeout(timer),
  }
}
