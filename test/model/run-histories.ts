import fc from 'fast-check'
import { steps } from './steps.ts'
import type { Gate, Person } from './gate.ts'
import { checkEnd, checkStep } from './invariants.ts'
import { Story } from './story.ts'

export type OpenGate = (cast: readonly Person[]) => Promise<Gate>

const STEPS_MAX = 36
const SETTLE_TURNS = 3
const SETTLE_MS = 40_000
const NAMES = ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn']

const person = fc.record({
  role: fc.constantFrom('reviewer' as const, 'senior' as const, 'senior' as const, 'lead' as const),
  team: fc.constantFrom('north' as const, 'south' as const),
})
const cast = fc
  .tuple(fc.array(person, { minLength: 5, maxLength: NAMES.length, size: 'max' }), fc.nat(NAMES.length * 2))
  .map(([people, leaving]) =>
    people.map((one, place) => ({ ...one, name: NAMES[place] ?? '', leaving: place === leaving })),
  )

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
  /** By what was broken, each once. */
  broken: Broken[]
}

/** Runs histories, each from a seed of its own, until so many are done or one breaks an invariant. */
export async function runHistories(
  open: OpenGate,
  { seed, histories, shrink = true }: { seed: number; histories: number; shrink?: boolean },
  onHistory: (ran: Ran) => void = () => undefined,
): Promise<Ran> {
  const ran: Ran = { histories: 0, steps: 0, broken: [] }
  for (let number = 0; number < histories && ran.broken.length === 0; number++) {
    const broken = await runHistory(open, ran, seed + number, shrink)
    ran.histories += 1
    if (broken) ran.broken.push(broken)
    onHistory(ran)
  }
  return ran
}

async function runHistory(open: OpenGate, ran: Ran, seed: number, shrink: boolean): Promise<Broken | undefined> {
  let last: Broken | undefined
  const history = fc.asyncProperty(
    fc.noBias(cast),
    fc.noBias(fc.commands(steps, { maxCommands: STEPS_MAX, size: 'max' })),
    async (people, commands) => {
      const gate = await open(people)
      const story = new Story(people, await gate.see())
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
  await fc.check(history, { seed, numRuns: 1, endOnFailure: !shrink })
  return last
}

/** All faults end, whoever was late arrives, and time passes: then everybody must be where the orders say. */
async function settle(story: Story, gate: Gate): Promise<void> {
  story.tell('all faults end, late calls arrive, and time passes')
  gate.platform.clearFaults()
  await gate.platform.deliverLate()
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await gate.advance(SETTLE_MS, true)
  const seen = await gate.see()
  checkStep(story, gate, seen)
  checkEnd(gate, seen)
}
