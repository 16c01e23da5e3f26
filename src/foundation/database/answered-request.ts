import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from './db.ts'

/** A transaction that has written its effect and waits to commit together with the answer of its request. */
interface HeldTransaction {
  readonly tx: Tx
  /** `commit` runs one last write and commits; without it everything is rolled back. */
  end(write: (tx: Tx) => Promise<unknown>): Promise<void>
}

const nothing = (): Promise<void> => Promise.resolve()

/**
 * One request with an `Idempotency-Key`. It keeps the transaction of its effect open until the answer is known, so that
 * both are stored or neither.
 */
export class AnsweredRequest {
  readonly #begin: (tx: Tx) => Promise<void>
  #held: HeldTransaction | undefined

  /** `begin` runs first in the transaction of the effect. If it throws, the effect does not happen. */
  constructor(begin: (tx: Tx) => Promise<void>) {
    this.#begin = begin
  }

  begin(tx: Tx): Promise<void> {
    return this.#begin(tx)
  }

  /**
   * Takes over an open transaction of the request. An earlier one commits now: only the last one is stored with the
   * answer.
   */
  async hold(transaction: HeldTransaction): Promise<void> {
    await this.end()
    this.#held = transaction
  }

  /** The open transaction in which the queries of the request run. Undefined: none is open. */
  get held(): Tx | undefined {
    return this.#held?.tx
  }

  /** Runs one last write in the open transaction and commits it. Returns false when none is open. */
  async end(write: (tx: Tx) => Promise<unknown> = nothing): Promise<boolean> {
    const held = this.#held
    this.#held = undefined
    await held?.end(write)
    return held !== undefined
  }
}

const requests = new AsyncLocalStorage<AnsweredRequest>()

/** Runs a handler whose answer will be stored together with its effect, for repeats of the request. */
export const runAnswered = <T>(request: AnsweredRequest, handle: () => T): T => requests.run(request, handle)

/** Returns the request that this code serves, if it has an `Idempotency-Key`. */
export const findAnsweredRequest = (): AnsweredRequest | undefined => requests.getStore()
