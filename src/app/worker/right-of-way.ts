/**
 * Lets restores go first. They are never held up. Other work waits before it begins while a restore is under way, but
 * no longer than the bound, so that many restores in a row never stop it.
 */
export class RightOfWay {
  #underWay = 0
  readonly #waiting = new Set<() => void>()

  /** Runs work that goes first. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++
    try {
      return await work()
    } finally {
      this.#underWay--
      if (this.#underWay === 0) this.#letGo()
    }
  }

  #letGo(): void {
    for (const go of this.#waiting) go()
    this.#waiting.clear()
  }

  /** Resolves when nothing that goes first is under way, or after the bound. */
  async clear(boundMs: number): Promise<void> {
    if (this.#underWay === 0) return
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(go)
        resolve()
      }, boundMs)
      this.#waiting.add(go)
    })
  }
}
