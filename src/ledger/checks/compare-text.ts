/** From this code unit on, the order of UTF-16 units differs from that of UTF-8 bytes. */
const BEYOND = /[\ud800-\uffff]/

/** As PostgreSQL's collation "C" orders text: by its bytes in UTF-8. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0
  if (BEYOND.test(one) && BEYOND.test(other)) return Buffer.compare(Buffer.from(one), Buffer.from(other))
  return one < other ? -1 : 1
}
