import type { ChainedEntry } from './chain.ts'
import { formatHead, type Head } from './head.ts'
import type { Problem } from './checks/problem.ts'

/** Compares checkpoints stored outside the database with the entries, in the order of their numbers. */
export class HeadCheck {
  readonly #heads: readonly Head[]
  #next = 0
  #different: Head[] = []

  constructor(heads: readonly Head[]) {
    this.#heads = heads.toSorted((a, b) => a.number - b.number)
  }

  pass({ number, chain }: ChainedEntry): void {
    for (let head = this.#heads[this.#next]; head && head.number <= number; head = this.#heads[this.#next]) {
      this.#next += 1
      if (head.number < number || head.chain !== chain.toString('base64')) this.#different.push(head)
    }
  }

  /** Returns the problems found after the last entry, with this number, has passed: at most one of each kind. */
  finish(last: number): Problem[] {
    const different = this.#different
    const beyond = this.#heads.slice(this.#next)
    const [firstDifferent, lastBeyond] = [different[0], beyond.at(-1)]
    return [
      ...(firstDifferent ? [recomputed(firstDifferent, different.length, this.#heads.length)] : []),
      ...(lastBeyond ? [cut(lastBeyond, last)] : []),
    ]
  }
}

const recomputed = (head: Head, count: number, of: number): Problem => ({
  table: 'ledger_entry',
  id: `${head.number}`,
  fault: 'recomputed',
  detail: `not the chain that was kept, from here or before it on: ${count} of ${of} heads differ, first ${formatHead(head)}`,
})

const cut = (head: Head, last: number): Problem => ({
  table: 'ledger_entry',
  id: last + 1 === head.number ? `${head.number}` : `${last + 1}-${head.number}`,
  fault: 'cut',
  detail: `the end was cut off: there were entries up to ${formatHead(head)}`,
})
