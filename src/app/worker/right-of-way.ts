/**
 * Gives restores priority over other calls. A restore never waits. Other work waits before it begins while a restore
 * runs, but no longer than a limit, so that many restores in a row never stop it.
 */
export class RightOfWay {
  #underWay = 0
  readonly #waiting = new Set<() => void>()

  /** Runs a task with priority. */
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

  /** Resolves when no task with priority runs, or after the limit. */
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
