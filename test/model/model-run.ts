import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelCluster, startModelCluster } from './model-cluster.ts'
import { type Layer, makeMutant, type Mutant } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import type { Broken, Ran } from './run-histories.ts'
import { runPart } from './run-part.ts'

/** As many processes as run at once. */
const LANES = 2
/** Of all histories, every so manieth runs at the desk, where one takes a hundred times as long. */
const DESK_SHARE = 20
const PARTS_A_LAYER = 2
/** A mutant must be found within so many. */
export const FOUND_WITHIN: Record<Layer, number> = { rules: 20_000, desk: 800 }

export interface RunOptions {
  histories: number
  seed: number
  layers: readonly Layer[]
  mutants: boolean
  say: (line: string) => void
  signal: AbortSignal
}

export interface Caught {
  name: string
  layer: Layer
  /** After so many histories; undefined: it was not. */
  after: number | undefined
  broke: string | undefined
}

export interface Outcome {
  layers: Record<Layer, { histories: number; steps: number }>
  broken: (Broken & { layer: Layer })[]
  caught: Caught[]
  seconds: number
}

type Job = (cluster: ModelCluster) => Promise<void>

/** Runs histories of both layers, and then of each mutant until one is found, two at a time. */
export async function runModel(options: RunOptions): Promise<Outcome> {
  const begun = performance.now()
  const none = () => ({ histories: 0, steps: 0 })
  const outcome: Outcome = { layers: { rules: none(), desk: none() }, broken: [], caught: [], seconds: 0 }
  const jobs = [...historyJobs(options, outcome), ...(options.mutants ? mutantJobs(options, outcome) : [])]
  const cluster = await startModelCluster()
  try {
    const lane = async () => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job(cluster)
    }
    // All of them, so that none still runs when its PostgreSQL is stopped.
    const ended = await Promise.allSettled(Array.from({ length: LANES }, lane))
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  } finally {
    await cluster.close()
  }
  return { ...outcome, seconds: Math.round((performance.now() - begun) / 1_000) }
}

/** How many histories run in which layer. */
export function shareOut(histories: number, layers: readonly Layer[]): Record<Layer, number> {
  if (layers.length === 1) return { rules: 0, desk: 0, [layers[0] ?? 'rules']: histories }
  const desk = Math.ceil(histories / DESK_SHARE)
  return { rules: histories - desk, desk }
}

function historyJobs(options: RunOptions, outcome: Outcome): Job[] {
  const shares = shareOut(options.histories, options.layers)
  return (['desk', 'rules'] as const).flatMap((layer) => {
    const each = Math.ceil(shares[layer] / PARTS_A_LAYER)
    return Array.from({ length: PARTS_A_LAYER }, (_, part): Job => {
      const histories = Math.min(each, shares[layer] - part * each)
      return async (cluster) => {
        if (histories <= 0) return
        const urls = layer === 'desk' ? { urls: await cluster.makeDatabase() } : {}
        const seed = options.seed + part * each
        const tell = tellProgress(options, `${layer}, part ${part + 1}`, histories)
        const part_ = { layer, seed, histories, shrink: true, ...urls }
        add(outcome, layer, await runPart(part_, { signal: options.signal, onProgress: tell }))
      }
    })
  })
}

function mutantJobs({ seed, say, signal }: RunOptions, outcome: Outcome): Job[] {
  return MUTANTS.map((mutant, number) => async (cluster) => {
    const caught = await tryMutant(cluster, mutant, { number, seed, signal })
    outcome.caught.push(caught)
    const found = caught.after === undefined ? 'SURVIVES' : `after ${caught.after}: ${caught.broke}`
    say(`mutant "${mutant.name}" (${mutant.layer}): ${found}`)
  })
}

/** Runs histories on a changed copy of the code until one of them breaks. */
export async function tryMutant(
  cluster: Pick<ModelCluster, 'folder' | 'makeDatabase'>,
  mutant: Mutant,
  { number, seed, signal }: { number: number; seed: number; signal?: AbortSignal },
): Promise<Caught> {
  const { name, layer } = mutant
  const root = makeMutant(join(cluster.folder, `mutant-${number}`), mutant)
  const urls = layer === 'desk' ? { urls: await cluster.makeDatabase(join(root, 'migrations')) } : {}
  const part = { layer, seed, histories: FOUND_WITHIN[layer], shrink: false, ...urls }
  const ran = await runPart(part, { root, ...(signal ? { signal } : {}) })
  rmSync(root, { recursive: true, force: true })
  const [broken] = ran.broken
  return { name, layer, after: broken && ran.histories, broke: broken?.what }
}

function add(outcome: Outcome, layer: Layer, ran: Ran): void {
  outcome.layers[layer].histories += ran.histories
  outcome.layers[layer].steps += ran.steps
  outcome.broken.push(...ran.broken.map((broken) => ({ ...broken, layer })))
}

const SAY_EVERY_MS = 10_000

function tellProgress({ say }: RunOptions, what: string, of: number): (ran: Ran) => void {
  let saidAt = performance.now()
  return ({ histories, steps }) => {
    if (histories < of && performance.now() - saidAt < SAY_EVERY_MS) return
    saidAt = performance.now()
    say(`${what}: ${histories} of ${of} histories, ${steps} steps`)
  }
}
