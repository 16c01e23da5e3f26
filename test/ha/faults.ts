import { setTimeout as pause } from 'node:timers/promises'
import { RunError } from '../real-run/run-error.ts'
import { type Cluster, killPostgres, type Node } from './cluster.ts'
import type { Load } from './load.ts'
import type { RunningPart, Scene } from './scene.ts'
import type { WritableProbe } from './writable-probe.ts'

/** The callers that reach the desks through the balancer. */
export const BALANCED = ['reports', 'reviewer']

const CALM_MS = 3_000
const WRITABLE_WITHIN_MS = 90_000
const LOOK_MS = 50

/** The times of one fault, in milliseconds. */
export interface FaultTimes {
  fault: string
  /** From the fault to the first commit on another server. Null: the fault is not the database's. */
  databaseMs: number | null
  /** From that commit to the first success of any caller. */
  firstMs: number | null
  /** From that commit until each caller had a success. Without one: the longest pause between two successes. */
  allMs: number
  /** The caller that had it last, or that had the longest pause. */
  slowest: string
}

export interface FaultContext {
  scene: Scene
  load: Load
  probe: WritableProbe
  say: (line: string) => void
}

/** Carries out every fault, one after the other, each on a cluster that is healthy again. */
export async function runFaults(context: FaultContext): Promise<FaultTimes[]> {
  const { cluster, desks, workers } = context.scene
  const times: FaultTimes[] = []
  const [etcd] = cluster.etcd
  const database = (fault: string, act: (leader: Node) => Promise<() => Promise<void>>) => async () =>
    times.push(await measureFailover(context, fault, act))
  const other = (fault: string, act: () => Promise<void>) => async () =>
    times.push(await measurePause(context, fault, act))
  for (const run of [
    database('switchover', async (leader) => switchOver(cluster, leader)),
    other('etcd member killed', async () => {
      await etcd?.kill()
      await pause(CALM_MS)
      etcd?.start()
    }),
    database('PostgreSQL of the primary killed', async (leader) => {
      killPostgres(leader)
      return async () => undefined
    }),
    other('desk killed', () => killAndRevive(desks[0])),
    other('worker killed', () => killAndRevive(workers[0])),
    database('machine of the primary killed', async (leader) => {
      await leader.patroni.kill()
      killPostgres(leader)
      return async () => leader.patroni.start()
    }),
    database('switchover back', async (leader) => switchOver(cluster, leader)),
  ])
    await run()
  return times
}

async function switchOver(cluster: Cluster, leader: Node): Promise<() => Promise<void>> {
  cluster.control('list', leader)
  cluster.control('switchover', leader)
  return async () => undefined
}

async function killAndRevive(part: RunningPart | undefined): Promise<void> {
  await part?.kill()
  await part?.revive()
}

async function measureFailover(
  { scene, load, probe, say }: FaultContext,
  fault: string,
  act: (leader: Node) => Promise<() => Promise<void>>,
): Promise<FaultTimes> {
  const leader = await scene.cluster.waitHealthy()
  await pause(CALM_MS)
  const begunMs = performance.now()
  const mend = await act(leader)
  const writableMs = await waitForValue(() => probe.findFirst(leader.port, begunMs))
  const successes = await waitForValue(() => listFirst(load, writableMs))
  await mend()
  await scene.cluster.waitHealthy()
  const after = successes.map(({ caller, atMs }) => ({ caller, ms: atMs - writableMs }))
  const firstMs = Math.min(...after.map(({ ms }) => ms))
  const times = { fault, databaseMs: writableMs - begunMs, firstMs, ...findSlowest(after) }
  say(`${fault}: the database took ${Math.round(times.databaseMs)} ms, the desk ${Math.round(firstMs)} ms more.`)
  return times
}

/** Lists the first success of each caller after a time. Undefined: one has none yet. */
function listFirst(load: Load, afterMs: number): { caller: string; atMs: number }[] | undefined {
  const firsts = [...load.successes].map(([caller, times]) => ({ caller, atMs: times.find((time) => time > afterMs) }))
  const found = firsts.flatMap(({ caller, atMs }) => (atMs === undefined ? [] : [{ caller, atMs }]))
  return found.length < firsts.length ? undefined : found
}

function findSlowest(times: readonly { caller: string; ms: number }[]): Pick<FaultTimes, 'allMs' | 'slowest'> {
  const [slowest] = times.toSorted((one, other) => other.ms - one.ms)
  return { allMs: slowest?.ms ?? 0, slowest: slowest?.caller ?? '–' }
}

async function measurePause({ load, say }: FaultContext, fault: string, act: () => Promise<void>): Promise<FaultTimes> {
  await pause(CALM_MS)
  const begunMs = performance.now()
  await act()
  await pause(CALM_MS)
  // The callers of the balancer: those of one desk alone wait for it.
  const pauses = BALANCED.map((caller) => ({ caller, ms: longestPause(load.successes.get(caller) ?? [], begunMs) }))
  const slowest = findSlowest(pauses)
  say(`${fault}: the longest pause of a caller was ${Math.round(slowest.allMs)} ms.`)
  return { fault, databaseMs: null, firstMs: null, ...slowest }
}

function longestPause(times: readonly number[], fromMs: number): number {
  const since = [fromMs, ...times.filter((time) => time > fromMs), performance.now()]
  return Math.max(...since.slice(1).map((time, place) => time - (since[place] ?? time)))
}

async function waitForValue<T>(find: () => T | undefined): Promise<T> {
  const untilMs = performance.now() + WRITABLE_WITHIN_MS
  for (;;) {
    const value = find()
    if (value !== undefined) return value
    if (performance.now() > untilMs) throw new RunError('The database or the desk did not come back in time.')
    await pause(LOOK_MS)
  }
}
