/**
 * Sends one request for all callers that want the same key until its answer. So an answer is at most as old as one read
 * takes. A failure is not kept.
 */
export function shareReads<Value>(read: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const pending = new Map<string, Promise<Value>>()
  return (key) => {
    const begun = pending.get(key)
    if (begun !== undefined) return begun
    const reading = read(key).finally(() => pending.delete(key))
    pending.set(key, reading)
    return reading
  }
}
