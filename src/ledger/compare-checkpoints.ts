import type { ChainedEntry } from './chain.ts'
import { formatCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Problem } from './checks/problem.ts'

/** Compares checkpoints that were stored outside the database with the entries, in the order of their numbers. */
export class CheckpointComparison {
  readonly #checkpoints: readonly Checkpoint[]
  #next = 0
  #different: Checkpoint[] = []

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#checkpoints = checkpoints.toSorted((a, b) => a.number - b.number)
  }

  pass({ number, chain }: ChainedEntry): void {
    for (
      let checkpoint = this.#checkpoints[this.#next];
      checkpoint && checkpoint.number <= number;
      checkpoint = this.#checkpoints[this.#next]
    ) {
      this.#next += 1
      if (checkpoint.number < number || checkpoint.chain !== chain.toString('base64')) this.#different.push(checkpoint)
    }
  }

  /** Returns the checkpoints that the ledger does not contain, once all its entries have passed. */
  listMissing(): readonly Checkpoint[] {
    return [...this.#different, ...this.#checkpoints.slice(this.#next)]
  }

  /**
   * Returns the problems of the missing checkpoints whose loss is not acknowledged: at most one of each kind. `last`: the
   * number of the last entry.
   */
  finish(last: number, unacknowledged: readonly Checkpoint[]): Problem[] {
    const different = this.#different.filter((checkpoint) => unacknowledged.includes(checkpoint))
    const beyond = this.#checkpoints.slice(this.#next).filter((checkpoint) => unacknowledged.includes(checkpoint))
    const [firstDifferent, lastBeyond] = [different[0], beyond.at(-1)]
    return [
      ...(firstDifferent ? [recomputed(firstDifferent, different.length, this.#checkpoints.length)] : []),
      ...(lastBeyond ? [cut(lastBeyond, last)] : []),
    ]
  }
}

const recomputed = (checkpoint: Checkpoint, count: number, of: number): Problem => ({
  table: 'ledger_entry',
  id: `${checkpoint.number}`,
  fault: 'recomputed',
  detail: `not the chain that was kept, from here or before it on: ${count} of ${of} checkpoints differ, first ${formatCheckpoint(checkpoint)}`,
})

const cut = (checkpoint: Checkpoint, last: number): Problem => ({
  table: 'ledger_entry',
  id: last + 1 === checkpoint.number ? `${checkpoint.number}` : `${last + 1}-${checkpoint.number}`,
  fault: 'cut',
  detail: `the end was cut off: there were entries up to ${formatCheckpoint(checkpoint)}`,
})
