import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BenchError } from './bench.ts'
import type { LoadOutcome, LoadPlan } from './load-plan.ts'

const PROGRAM = join(import.meta.dirname, 'load-process.ts')
/** The extra time beyond the planned time, for connecting and for the last answers. */
const GRACE_MS = 60_000

/**
 * Runs a load in a process of its own, so that the load and the bench never wait for each other. Fails when any request
 * failed.
 */
export async function runLoad(name: string, plan: LoadPlan): Promise<LoadOutcome> {
  const child = fork(PROGRAM, { serialization: 'advanced' })
  const timer = setTimeout(() => child.kill('SIGKILL'), plan.warmUpMs + plan.measureMs + GRACE_MS)
  const ended = once(child, 'exit')
  try {
    child.send(plan)
    const outcome = await Promise.race([
      once(child, 'message').then(([message]) => message as LoadOutcome),
      ended.then(() => undefined),
    ])
    if (outcome === undefined) throw new BenchError(`${name}: the process that makes the load ended before its time.`)
    const { failed, answered, firstFailure, samplesMs } = outcome
    if (failed > 0)
      throw new BenchError(`${name}: ${failed} of ${answered} requests failed. The first: ${firstFailure}`)
    if (samplesMs.length === 0) throw new BenchError(`${name}: nothing was answered in the measured time.`)
    await ended
    return outcome
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}

/** The answers in a second. */
export const rateOf = ({ samplesMs, measuredMs }: LoadOutcome): number => (samplesMs.length / measuredMs) * 1_000
