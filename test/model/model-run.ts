import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelCluster, startModelCluster } from './model-cluster.ts'
import { type Layer, type Mutant, makeMutant } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { PLOTS, type PlotName } from './plots.ts'
import type { Broken, Ran } from './run-histories.ts'
import { runPart } from './run-part.ts'

/** The number of processes that run at once. */
const WORKERS = 2
/** One history in so many runs at the desk, where one takes a hundred times as long; and fewer of each other plot. */
const DESK_SHARE = 20
const PLOT_SHARE = 200
const PARTS_A_LAYER = 2
/** A mutant must be found within so many: a few times as many as the rarest take on average, so that none is missed by chance. */
export const FOUND_WITHIN: Record<Layer, number> = { rules: 60_000, desk: 2_000 }

export interface RunOptions {
  histories: number
  seed: number
  /** The layer and plot that run; undefined: a share of all. */
  only: { layer: Layer; plot: PlotName } | undefined
  /** The part of the mutants, out of so many parts; undefined: none. */
  mutants: { part: number; of: number } | undefined
  say: (line: string) => void
  signal: AbortSignal
}

/** A number of histories of one plot, run in one layer: the rules alone, or the desk. */
export interface Chapter {
  layer: Layer
  plot: PlotName
  histories: number
}

export interface Caught {
  name: string
  layer: Layer
  /** The number of histories until the mutant was found; undefined: it was not found. */
  after: number | undefined
  /** The invariant that the mutant broke; if it was not found, the reason why it cannot run. */
  broke: string | undefined
}

export interface Outcome {
  chapters: (Chapter & { steps: number })[]
  broken: (Broken & { layer: Layer; plot: PlotName })[]
  caught: Caught[]
  seconds: number
}

type Job = (cluster: ModelCluster) => Promise<void>

/** Runs histories of both layers, and then of each mutant until one is found, two at a time. */
export async function runModel(options: RunOptions): Promise<Outcome> {
  const begun = performance.now()
  const outcome: Outcome = { chapters: [], broken: [], caught: [], seconds: 0 }
  const jobs = [...historyJobs(options, outcome), ...mutantJobs(options, outcome)]
  const cluster = await startModelCluster()
  try {
    const work = async () => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job(cluster)
    }
    // Waits for all workers, so that none still runs when its PostgreSQL is stopped.
    const ended = await Promise.allSettled(Array.from({ length: WORKERS }, work))
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  } finally {
    await cluster.close()
  }
  return { ...outcome, seconds: Math.round((performance.now() - begun) / 1_000) }
}

/** Divides the histories among layers and plots: the slow ones first. */
export function shareOut(histories: number, only: RunOptions['only']): Chapter[] {
  if (histories === 0) return []
  if (only !== undefined) return [{ ...only, histories }]
  const others = PLOTS.filter((plot) => plot !== 'gate').map(
    (plot): Chapter => ({ layer: 'desk', plot, histories: Math.ceil(histories / PLOT_SHARE) }),
  )
  const atDesk: Chapter[] = [{ layer: 'desk', plot: 'gate', histories: Math.ceil(histories / DESK_SHARE) }, ...others]
  const rest = histories - atDesk.reduce((sum, chapter) => sum + chapter.histories, 0)
  return rest > 0 ? [...atDesk, { layer: 'rules', plot: 'gate', histories: rest }] : atDesk
}

function historyJobs(options: RunOptions, outcome: Outcome): Job[] {
  return shareOut(options.histories, options.only).flatMap(({ layer, plot, histories: all }) => {
    const each = Math.ceil(all / PARTS_A_LAYER)
    const chapter = { layer, plot, histories: 0, steps: 0 }
    outcome.chapters.push(chapter)
    return Array.from({ length: PARTS_A_LAYER }, (_, part): Job => {
      const histories = Math.min(each, all - part * each)
      return async (cluster) => {
        if (histories <= 0) return
        const urls = layer === 'desk' ? { urls: await cluster.makeDatabase() } : {}
        const seed = options.seed + part * each
        const tell = reportProgress(options, `${layer}, ${plot}, part ${part + 1}`, histories)
        const part_ = { layer, plot, seed, histories, shrink: true, ...urls }
        const ran = await runPart(part_, { signal: options.signal, onProgress: tell })
        chapter.histories += ran.histories
        chapter.steps += ran.steps
        outcome.broken.push(...ran.broken.map((broken) => ({ ...broken, layer, plot })))
      }
    })
  })
}

function mutantJobs({ only, mutants, seed, say, signal }: RunOptions, outcome: Outcome): Job[] {
  const asked = MUTANTS.filter(({ layer, plot }) => only === undefined || (layer === only.layer && plot === only.plot))
  const chosen = asked.filter((_, number) => mutants !== undefined && number % mutants.of === mutants.part - 1)
  return chosen.map((mutant, number) => async (cluster) => {
    const caught = await tryMutant(cluster, mutant, { number, seed, signal })
    outcome.caught.push(caught)
    const lives = caught.broke === undefined ? 'SURVIVES' : `CAN'T BE RUN: ${caught.broke}`
    const found = caught.after === undefined ? lives : `after ${caught.after}: ${caught.broke}`
    say(`mutant "${mutant.name}" (${mutant.plot}, ${mutant.layer}): ${found}`)
  })
}

/**
 * Runs histories on a changed copy of the code until one breaks. Code that can't run proves nothing, and ends no other
 * mutant's run.
 */
export async function tryMutant(
  cluster: Pick<ModelCluster, 'folder' | 'makeDatabase'>,
  mutant: Mutant,
  { number, seed, signal }: { number: number; seed: number; signal?: AbortSignal },
): Promise<Caught> {
  const { name, layer, plot } = mutant
  const folder = join(cluster.folder, `mutant-${number}`)
  try {
    const root = makeMutant(folder, mutant)
    const urls = layer === 'desk' ? { urls: await cluster.makeDatabase(join(root, 'db')) } : {}
    const part = { layer, plot, seed, histories: FOUND_WITHIN[layer], shrink: false, ...urls }
    const ran = await runPart(part, { root, ...(signal ? { signal } : {}) })
    const [broken] = ran.broken
    return { name, layer, after: broken && ran.histories, broke: broken?.what }
  } catch (error) {
    signal?.throwIfAborted()
    return { name, layer, after: undefined, broke: error instanceof Error ? error.message : String(error) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const SAY_EVERY_MS = 10_000

function reportProgress({ say }: RunOptions, what: string, of: number): (ran: Ran) => void {
  let saidAt = performance.now()
  return ({ histories, steps }) => {
    if (histories < of && performance.now() - saidAt < SAY_EVERY_MS) return
    saidAt = performance.now()
    say(`${what}: ${histories} of ${of} histories, ${steps} steps`)
  }
}
