/** From this code unit on, the order of UTF-16 units differs from that of UTF-8 bytes. */
const BEYOND = /[\ud800-\uffff]/

/** Compares text as PostgreSQL's collation "C" does: by its UTF-8 bytes. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0
  if (BEYOND.test(one) && BEYOND.test(other)) return Buffer.compare(Buffer.from(one), Buffer.from(other))
  return one < other ? -1 : 1
}
