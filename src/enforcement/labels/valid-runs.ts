const RUNS_MAX = 1_000

/** Labels one after the other whose stored signatures are valid: those after `after` up to `to`. */
interface Run {
  after: number
  to: number
}

/**
 * Remembers runs of labels whose signatures were found valid. Labels never change and none comes between two that were
 * read one after the other, so a run of a million takes two numbers.
 */
export class ValidRuns {
  readonly #runs: Run[] = []

  has(seq: number): boolean {
    return this.#runs.some(({ after, to }) => seq > after && seq <= to)
  }

  /** Adds a label that comes right after another one. */
  add(after: number, seq: number): void {
    const before = this.#runs.find((run) => after >= run.after && after <= run.to)
    const run = before ?? { after, to: seq }
    run.to = Math.max(run.to, seq)
    if (before === undefined && this.#runs.length < RUNS_MAX) this.#runs.push(run)
    const next = this.#runs.findIndex((each) => each !== run && each.after >= run.after && each.after <= run.to)
    if (next < 0) return
    run.to = Math.max(run.to, this.#runs[next]?.to ?? 0)
    this.#runs.splice(next, 1)
  }
}
