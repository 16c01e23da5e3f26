import type { Day } from './day.ts'
import { aboutOf, formatLook, formatReports } from './desk-steps.ts'
import type { Step } from './file/scenario-file.ts'
import type { VERBS, Verb } from './file/scenario-schema.ts'

interface Scene {
  day: Day
  step: Step
  who: string
}

type HandVerb = { [V in Verb]: (typeof VERBS)[V]['desk'] extends false ? V : never }[Verb]

/** Carries out each step of a line without a desk, with the platform's own tool. */
export const HAND_STEPS: Record<HandVerb, (scene: Scene) => Promise<void>> = {
  report: async ({ day, step: { report = [] } }) => day.say(null, formatReports(report)),
  claim: async ({ day, step, who }) =>
    day.say(who, `${who} is given it`, `${who} is given @${aboutOf(step)} like any other`),
  preview: async ({ day, who }) =>
    day.say(who, `${who} sees a button`, `${who} sees a button, and nothing of what it does`),
  ask: async ({ day, step, who }) => {
    await day.platform.switchByHand(aboutOf(step), false)
    day.say(who, `${who} clicks once`, `${who} clicks once: no approval is asked, nothing waits, no alert is sent`)
  },
  restore: async ({ day, step, who }) => {
    await day.platform.switchByHand(aboutOf(step), true)
    day.say(who, `${who} switches it on`, step.reason && `${who} switches it on by hand: “${step.reason}”`)
  },
  look: ({ day, step, who }) => formatLook(day, who, aboutOf(step)),
  leave: async ({ day, who }) => day.say(who, `${who} leaves`),
}

export const isHandVerb = (verb: Verb): verb is HandVerb => verb in HAND_STEPS
