import fc from 'fast-check'
import type { Gate } from './gate.ts'
import { checkEnd, checkStep } from './invariants.ts'
import { type PlotName, plotOf } from './plots.ts'
import type { Scene } from './scene.ts'
import { Story } from './story.ts'

export type OpenGate = (scene: Scene) => Promise<Gate>

const STEPS_MAX = 36
const SETTLE_TURNS = 3
const SETTLE_MS = 40_000

/** A history that broke an invariant, as short as it could be made. */
export interface Broken {
  seed: number
  /** The invariant, or what else went wrong. */
  what: string
  /** The history in words. */
  story: readonly string[]
}

export interface Ran {
  histories: number
  steps: number
  /** The broken histories, one for each invariant. */
  broken: Broken[]
}

export interface Histories {
  plot?: PlotName
  seed: number
  histories: number
  shrink?: boolean
}

/** Runs histories, each from a seed of its own, until so many are done or one breaks an invariant. */
export async function runHistories(
  open: OpenGate,
  { plot = 'gate', seed, histories, shrink = true }: Histories,
  onHistory: (ran: Ran) => void = () => undefined,
): Promise<Ran> {
  const ran: Ran = { histories: 0, steps: 0, broken: [] }
  for (let number = 0; number < histories && ran.broken.length === 0; number++) {
    const broken = await runHistory(open, ran, { plot, seed: seed + number, shrink })
    ran.histories += 1
    if (broken) ran.broken.push(broken)
    onHistory(ran)
  }
  return ran
}

async function runHistory(
  open: OpenGate,
  ran: Ran,
  { plot, seed, shrink }: { plot: PlotName; seed: number; shrink: boolean },
): Promise<Broken | undefined> {
  const { scene, steps } = plotOf(plot)
  let last: Broken | undefined
  const history = fc.asyncProperty(
    fc.noBias(scene),
    fc.noBias(fc.commands(steps, { maxCommands: STEPS_MAX, size: 'max' })),
    async (at, commands) => {
      const gate = await open(at)
      const story = new Story(at, await gate.see())
      try {
        await fc.asyncModelRun(() => ({ model: story, real: gate }), commands)
        await settle(story, gate)
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error)
        last = { seed, what, story: [...story.lines, `=> ${error instanceof Error ? (error.stack ?? what) : what}`] }
        throw error
      } finally {
        if (last === undefined) ran.steps += story.steps
        await gate.close()
      }
    },
  )
  const { failed, errorInstance } = await fc.check(history, { seed, numRuns: 1, endOnFailure: !shrink })
  // A gate that can't even be opened, or closed, says nothing about histories: the run must not go on as if they held.
  if (failed && last === undefined) throw errorInstance
  // Nor does code that can't be run, as of a mutant that names what isn't there.
  if (errorInstance instanceof ReferenceError) throw errorInstance
  return last
}

/** Ends all faults, delivers late calls and lets time pass: then every subject must be in its desired state. */
async function settle(story: Story, gate: Gate): Promise<void> {
  story.tell('all faults end, late calls arrive, and time passes')
  gate.platform.clearFaults()
  await gate.platform.deliverLate()
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await gate.advance(SETTLE_MS, true)
  const seen = await gate.see()
  checkStep(story, gate, seen)
  checkEnd(story, gate, seen)
}
