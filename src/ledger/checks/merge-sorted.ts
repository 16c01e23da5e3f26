/** Merges sequences that are each in order into one that is. Equal items keep the order of their sequences. */
export function* mergeSorted<T>(
  sequences: readonly Iterator<T>[],
  compare: (one: T, other: T) => number,
): Generator<T> {
  const heads = sequences.flatMap((rest, place): Head<T>[] => {
    const { done, value } = rest.next()
    return done ? [] : [{ value, place, rest }]
  })
  const comesBefore = (one: Head<T>, other: Head<T>) => (compare(one.value, other.value) || one.place - other.place) < 0
  for (let place = heads.length >> 1; place >= 0; place--) sink(heads, place, comesBefore)
  for (let first = heads[0]; first; first = heads[0]) {
    yield first.value
    const { done, value } = first.rest.next()
    if (done) {
      const last = heads.pop()
      if (last !== first && last) heads[0] = last
    } else first.value = value
    sink(heads, 0, comesBefore)
  }
}

interface Head<T> {
  value: T
  place: number
  rest: Iterator<T>
}

/** Moves an item of a binary heap down until no item below precedes it. */
function sink<T>(heap: T[], from: number, comesBefore: (one: T, other: T) => boolean): void {
  for (let place = from; ; ) {
    const item = heap[place]
    if (item === undefined) return
    let least = place
    for (const child of [2 * place + 1, 2 * place + 2]) {
      const [candidate, best] = [heap[child], heap[least]]
      if (candidate !== undefined && best !== undefined && comesBefore(candidate, best)) least = child
    }
    const smaller = heap[least]
    if (least === place || smaller === undefined) return
    heap[place] = smaller
    heap[least] = item
    place = least
  }
}
