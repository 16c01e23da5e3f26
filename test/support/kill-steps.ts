import type { Ground } from './kill-case.ts'
import { cutOff, holdCall, holdSubject, type Stand } from './kill-hold.ts'
import type { ProcessDesk } from './process-desk.ts'

export type Act = 'suspend' | 'restore'

/** One step of an effect or a restore at which a test can block it. */
export interface Step {
  name: string
  acts: readonly Act[]
  /** Before a worker has started the job: the worker is frozen first. */
  frozen?: true
  /** Begins the act, and waits until it is blocked at this step. */
  reach(here: Here): Promise<void>
}

export interface Here {
  desk: ProcessDesk
  ground: Ground
  /** Begins to send the request; resolves when the desk has answered that it is recorded. */
  ask(): Promise<unknown>
  /** Registers an obstacle that stays in place until the test lets it go. */
  stand(stand: Promise<Stand>): Promise<Stand>
}

const BOTH: readonly Act[] = ['suspend', 'restore']
const EFFECT_ALONE: readonly Act[] = ['suspend']

/** The steps in the order in which they occur. */
export const STEPS: readonly Step[] = [
  {
    name: 'it is about to be recorded',
    acts: BOTH,
    frozen: true,
    reach: async ({ desk, ground, ask, stand }) => {
      const held = await stand(holdSubject(desk, ground.subject))
      void ask()
      await held.reached()
    },
  },
  {
    name: 'it is recorded, and nobody has taken it up',
    acts: BOTH,
    frozen: true,
    reach: async ({ ask }) => void (await ask()),
  },
  {
    name: 'the way back is being asked for',
    acts: EFFECT_ALONE,
    reach: async ({ desk, ground, ask, stand }) => {
      const held = await stand(holdCall(desk, ground.subject, 'subject.read_back', 'before'))
      void ask()
      await held.reached()
    },
  },
  {
    name: 'the way back was read and is not yet told',
    acts: EFFECT_ALONE,
    reach: async ({ desk, ground, ask, stand }) => {
      const held = await stand(holdCall(desk, ground.subject, 'subject.read_back', 'after'))
      void ask()
      await held.reached()
    },
  },
  {
    name: 'the way back is about to be stored',
    acts: EFFECT_ALONE,
    reach: async ({ desk, ground, ask, stand }) => {
      const reading = await holdCall(desk, ground.subject, 'subject.read_back', 'before')
      void ask()
      await reading.reached()
      const held = await stand(holdSubject(desk, ground.subject))
      await reading.letGo()
      await held.reached()
    },
  },
  {
    name: 'the way back is stored, and the call does not get through',
    acts: BOTH,
    reach: async ({ desk, ground, ask, stand }) => {
      const cut = await stand(cutOff(desk, ground.subject, 'subject.apply'))
      void ask()
      await cut.reached()
    },
  },
  {
    name: 'the platform has the call and has not acted',
    acts: BOTH,
    reach: async ({ desk, ground, ask, stand }) => {
      const held = await stand(holdCall(desk, ground.subject, 'subject.apply', 'before'))
      void ask()
      await held.reached()
    },
  },
  {
    name: 'the platform has acted and has not answered',
    acts: BOTH,
    reach: async ({ desk, ground, ask, stand }) => {
      const held = await stand(holdCall(desk, ground.subject, 'subject.apply', 'after'))
      void ask()
      await held.reached()
    },
  },
  {
    name: 'the platform has answered, and is asked what it shows',
    acts: BOTH,
    reach: async ({ desk, ground, ask, stand }) => {
      const applying = await holdCall(desk, ground.subject, 'subject.apply', 'before')
      void ask()
      await applying.reached()
      const held = await stand(holdCall(desk, ground.subject, 'subject.read_back', 'before'))
      await applying.letGo()
      await held.reached()
    },
  },
  {
    name: 'what it shows was read and is about to be recorded',
    acts: BOTH,
    reach: async ({ desk, ground, ask, stand }) => {
      const applying = await holdCall(desk, ground.subject, 'subject.apply', 'before')
      void ask()
      await applying.reached()
      const held = await stand(holdSubject(desk, ground.subject))
      await applying.letGo()
      await held.reached()
    },
  },
]
