import type { Instruction } from '@countersign/platform-kit'
import { type Attempt, type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import type { EffectGrounds } from '../../src/foundation/connector/effect-signer.ts'
import type { Subject } from '../../src/foundation/domain.ts'
import { type Pool, SHORT_QUERIES } from '../../src/foundation/database/db.ts'

/** A worker's life, in steps: each transaction, each single statement, each call to the platform. It may end before one. */
export class Life {
  readonly ended: Promise<'died'>
  #left: number
  #end: (how: 'died') => void

  constructor(stepsMax: number | null) {
    this.#left = stepsMax ?? Number.POSITIVE_INFINITY
    const { promise, resolve } = Promise.withResolvers<'died'>()
    this.ended = promise
    this.#end = resolve
  }

  /** Resolves when the step may be taken; never for a dead worker. */
  async step(): Promise<void> {
    if (this.#left > 0) {
      this.#left -= 1
      return
    }
    this.#end('died')
    await new Promise<never>(() => undefined)
  }

  pool(pool: Pool): Pool {
    const living = {
      ...SHORT_QUERIES,
      connect: async () => {
        await this.step()
        return pool.connect()
      },
      query: async (statement: { text: string; values: unknown[] }) => {
        await this.step()
        return pool.query(statement)
      },
    }
    return living as unknown as Pool
  }

  platform(platform: Connector): Connector {
    const living =
      <In extends unknown[], Out>(call: (...given: In) => Promise<Out>) =>
      async (...given: In): Promise<Out> => {
        await this.step()
        return call(...given)
      }
    return {
      guarantees: (at) => platform.guarantees(at),
      capabilities: (at) => platform.capabilities(at),
      apply: living((instruction: Instruction, grounds: EffectGrounds) => platform.apply(instruction, grounds)),
      readBack: living((subject: Subject) => platform.readBack(subject)),
      // A batch arrives as a whole, and is carried out one instruction after the other.
      applyBatch: living((attempts: readonly Attempt[]) =>
        eachInTurn(attempts, ({ instruction, grounds }) => platform.apply(instruction, grounds)),
      ),
      readBackBatch: living((subjects: readonly Subject[]) =>
        eachInTurn(subjects, (subject) => platform.readBack(subject)),
      ),
      facts: living((subject: Subject) => platform.facts(subject)),
      media: living((subject: Subject, reference: string) => platform.media(subject, reference)),
    }
  }
}

async function eachInTurn<Of, T>(all: readonly Of[], call: (one: Of) => Promise<T>): Promise<(T | ConnectorError)[]> {
  const outcomes: (T | ConnectorError)[] = []
  for (const one of all) {
    outcomes.push(
      await call(one).catch((error: unknown) => {
        if (error instanceof ConnectorError) return error
        throw error
      }),
    )
  }
  return outcomes
}
