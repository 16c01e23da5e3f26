/** One act sends many events at once: their queries are read again together after this. */
const GATHER_MS = 100
/** In a long burst the same queries are read again this far apart, so that an answer can arrive in between. */
const APART_MS = 1_000

/** Readings nearer to each other than this belong to one burst, also where a timer is late. */
const REPEAT_WITHIN_MS = 2 * APART_MS

type QueryKey = readonly string[]

/**
 * Reads again what has the key. A repeat, soon after other readings, must leave a reading that still runs: cancelled each
 * second, a slow list would never arrive. Returns true if one was left, whose answer may be older than the last event.
 */
type ReadAgain = (queryKey: QueryKey, isRepeat: boolean) => boolean

/**
 * Gathers the query keys that events made stale, and has each of them read again once; a key whose reading was left is
 * read once more later.
 */
export function gatherStale(readAgain: ReadAgain) {
  const stale = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  const read = () => {
    const isRepeat = Date.now() - readAt < REPEAT_WITHIN_MS
    readAt = Date.now()
    for (const [name, queryKey] of [...stale]) if (!readAgain(queryKey, isRepeat)) stale.delete(name)
    timer = stale.size === 0 ? undefined : setTimeout(read, APART_MS)
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
