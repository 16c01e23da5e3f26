import { join } from 'node:path'
import { startEmbedded } from '../src/foundation/store/embedded/embedded-postgres.ts'
import { findTwoFreePorts } from '../test/support/demo-desk.ts'
import type { Bench, BenchContext, Result } from './bench.ts'
import type { Ground } from './bench-desk.ts'
import { percentile, percentiles } from './percentile.ts'

const FULL = { first: 5, again: 10 }
const QUICK = { first: 1, again: 2 }

export const start: Bench = {
  names: ['start', 'start-first'],
  title: 'from the command to a desk that is ready, with database and demo platform',
  run: measureStarts,
}

async function measureStarts({ ground, quick }: BenchContext): Promise<Result[]> {
  const { first, again } = quick ? QUICK : FULL
  const folders = Array.from({ length: first }, (_, number) => join(ground.folder, `start-${number}`))
  const firstMs: number[] = []
  for (const folder of folders) firstMs.push(await startOnce(ground, folder))
  const [folder = ''] = folders
  const againMs: number[] = []
  for (let count = 0; count < again; count++) againMs.push(await startOnce(ground, folder))
  const bareMs: number[] = []
  for (let count = 0; count < again; count++) bareMs.push(await startDatabaseAlone(folder))
  const limit = percentile(bareMs, 50)
  return [toResult('start', againMs, limit), toResult('start-first', firstMs, null)]
}

async function startOnce(ground: Ground, folder: string): Promise<number> {
  const port = await findTwoFreePorts()
  const program = await ground.start({
    name: 'whole desk',
    args: ['bin/countersign.js', 'start', '--no-story', '--data', folder, '--port', String(port)],
    env: {},
    saysWhenUp: /Countersign is ready/,
  })
  await program.stop()
  return program.readyMs
}

/** The limit: the database server in the same folder, without a desk. */
async function startDatabaseAlone(folder: string): Promise<number> {
  const begun = performance.now()
  const postgres = await startEmbedded({ dataDir: folder, log: { info: () => undefined, warn: () => undefined } })
  const readyMs = performance.now() - begun
  await postgres.stop()
  return readyMs
}

/** The demo platform listens beside the desk. */
const toResult = (name: string, samples: readonly number[], limit: number | null): Result => {
  const { p50Ms, p99Ms } = percentiles(samples)
  return { name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit }
}
