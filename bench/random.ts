/** Returns a number from 0 up to, but excluding, 1. */
export type Random = () => number

/** The same numbers for the same seed, so that two runs measure the same work (mulberry32). */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Picks numbers from 0 up to, but excluding, `count`: 0 most often, and number n with a share of one in n of that. */
export function zipf(random: Random, count: number): () => number {
  const cumulative = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1)
    cumulative[rank] = sum
  }
  return () => findAtLeast(cumulative, random() * sum)
}

/** Returns the first place of a rising list whose number is at least the given one. */
function findAtLeast(rising: Float64Array, wanted: number): number {
  let [low, high] = [0, rising.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
