import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from './db.ts'

/** A transaction that has done its work and commits with the answer of its request. */
export interface HeldTransaction {
  readonly tx: Tx
  /** Runs a last write and commits both, or rolls both back. */
  end(write: (tx: Tx) => Promise<unknown>): Promise<void>
}

const nothing = (): Promise<void> => Promise.resolve()

/** One request with an `Idempotency-Key`: it holds the transaction of its effect until its answer is known. */
export class AnsweredRequest {
  readonly #begin: (tx: Tx) => Promise<void>
  #held: HeldTransaction | undefined

  /** `begin` runs first in the transaction of the effect. An error of it prevents the effect. */
  constructor(begin: (tx: Tx) => Promise<void>) {
    this.#begin = begin
  }

  begin(tx: Tx): Promise<void> {
    return this.#begin(tx)
  }

  /** Takes over an open transaction. An earlier one commits first: only the last one carries the answer. */
  async hold(transaction: HeldTransaction): Promise<void> {
    await this.end()
    this.#held = transaction
  }

  /** The open transaction, in which the queries of the request run; undefined: none is open. */
  get held(): Tx | undefined {
    return this.#held?.tx
  }

  /** Commits the open transaction with a last write. Returns false when none is open. */
  async end(write: (tx: Tx) => Promise<unknown> = nothing): Promise<boolean> {
    const held = this.#held
    this.#held = undefined
    await held?.end(write)
    return held !== undefined
  }
}

const requests = new AsyncLocalStorage<AnsweredRequest>()

/** Runs a handler for a request whose answer is stored with its effect. */
export const runAnswered = <T>(request: AnsweredRequest, handle: () => T): T => requests.run(request, handle)

/** Returns the request in whose handler this runs, if it has an `Idempotency-Key`. */
export const findAnsweredRequest = (): AnsweredRequest | undefined => requests.getStore()
