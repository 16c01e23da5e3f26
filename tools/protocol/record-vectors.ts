import { isDeepStrictEqual } from 'node:util'
import type { ActionRule, PlatformState, Subject } from '@countersign/platform-kit'
import { UP } from '../../src/app/conformance/scenario.ts'
import { Player, type Received, type Stage, type WireCall } from '../../src/app/conformance/player.ts'
import type { Scenario } from '../../src/app/conformance/scenario.ts'
import { listSubjects, type SetUpSubject, trustedKeys } from '../../src/app/conformance/set-up.ts'
import type { TestKeys } from '../../src/app/conformance/test-keys.ts'
import { createTestPlatform, type TestPlatform } from './test-platform.ts'

export const AUDIENCE = 'https://platform.example/countersign'
const ANSWERED = ['outcome', 'refusal', 'generation', 'epoch', 'state', 'notBefore'] as const

/** Returns the parts of an answer that a vector states: of a batch, those of each outcome. */
export function listStated(said: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { outcomes } = said
  if (Array.isArray(outcomes)) {
    return { outcomes: outcomes.map(({ status, answer }) => ({ status, answer: listStated(answer) })) }
  }
  return Object.fromEntries(ANSWERED.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]] as const])))
}

/** A subject that is not as at the beginning, and the state that visitors see after a step. */
export interface Shown extends Subject {
  state: PlatformState
}

/** One step of a vector: a call with its answer, or an act of the platform itself with its result. */
export type Step = { at: string; after: readonly Shown[]; delivered: readonly string[] } & (
  | { call: WireCall; answer: { status: number } & Readonly<Record<string, unknown>> }
  | { act: 'revertDue' }
  | { act: 'stopHeld' | 'endHijackLock'; subject: Subject; result: boolean }
)

/** One rule of the protocol as fixed bytes. */
export interface Vector {
  id: string
  sentence: string
  limits: { perMinute?: number; reachPerHour?: number }
  listExpired: boolean
  /** The actions of the platform's own. Left out: it has none. */
  actions?: Readonly<Record<string, ActionRule>>
  subjects: readonly SetUpSubject[]
  steps: readonly Step[]
}

/** A platform in this process whose clock moves only when a scenario says so. It records each step. */
class RecordingStage implements Stage {
  readonly steps: Step[] = []
  readonly #subjects: readonly SetUpSubject[]
  readonly #tested: TestPlatform
  readonly #scenario: string
  #nowMs: number
  #ids = 0
  #delivered = 0

  constructor(keys: TestKeys, scenario: Scenario, subjects: readonly SetUpSubject[]) {
    this.#nowMs = keys.madeAtMs
    this.#scenario = scenario.id
    this.#subjects = subjects
    const { limits = {}, listExpired = false, actions } = scenario.platform ?? {}
    const trusted = trustedKeys(keys, AUDIENCE, { listExpired })
    const setUp = { protocol: 1, ...trusted, limits, subjects } as const
    this.#tested = createTestPlatform(setUp, { now: () => new Date(this.#nowMs) }, actions && { actions })
  }

  now = (): number => this.#nowMs
  freshId = (): string => `${this.#scenario}-${++this.#ids}`

  async send(call: WireCall): Promise<Received> {
    const { status, body } = await this.#tested.platform.handle(call)
    const said: Record<string, unknown> = JSON.parse(body)
    this.#record({ call, answer: { status, ...listStated(said) } })
    return { status, body: said }
  }

  async advance(ms: number): Promise<void> {
    this.#nowMs += ms
    await this.#tested.platform.revertDue()
    this.#record({ act: 'revertDue' })
  }

  async stopHeld(subject: Subject): Promise<boolean> {
    const result = await this.#tested.platform.stopHeld(subject)
    this.#record({ act: 'stopHeld', subject, result })
    return result
  }

  async endHijackLock(subject: Subject): Promise<boolean> {
    const result = await this.#tested.platform.endHijackLock(subject)
    this.#record({ act: 'endHijackLock', subject, result })
    return result
  }

  #record(
    step:
      | { call: WireCall; answer: { status: number } }
      | { act: 'revertDue' }
      | { act: 'stopHeld' | 'endHijackLock'; subject: Subject; result: boolean },
  ): void {
    const delivered = this.#tested.delivered.slice(this.#delivered)
    this.#delivered += delivered.length
    const after = this.#subjects.flatMap(({ kind, id }) => {
      const state = this.#tested.store.find({ kind, id })?.state ?? UP
      return isDeepStrictEqual(state, UP) ? [] : [{ kind, id, state }]
    })
    this.steps.push({ at: new Date(this.#nowMs).toISOString(), ...step, after, delivered })
  }
}

/** Plays a scenario at platform-kit and returns every byte sent, every decision, and every state afterwards. */
export async function recordVector(keys: TestKeys, scenario: Scenario): Promise<Vector> {
  const subjects = listSubjects(keys, scenario.id, scenario.subjects)
  const stage = new RecordingStage(keys, scenario, subjects)
  await scenario.play(new Player(stage, { keys, scenario: scenario.id, audience: AUDIENCE }))
  const { limits = {}, listExpired = false, actions } = scenario.platform ?? {}
  const { id, sentence } = scenario
  return { id, sentence, limits, listExpired, ...(actions && { actions }), subjects, steps: stage.steps }
}
