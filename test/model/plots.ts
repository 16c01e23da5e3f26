import fc from 'fast-check'
import type { Person } from './gate.ts'
import type { Scene } from './scene.ts'
import type { Step } from './step.ts'
import { collusionSteps } from './collusion-plot.ts'
import { groundSteps } from './ground-plot.ts'
import { automationSteps, bulkActionSteps, fewSteps, gateSteps, shadowSteps } from './steps.ts'

/** The plots that a history may have. */
export const PLOTS = [
  'gate',
  'bulk_action',
  'automation',
  'shadow',
  'community',
  'solo',
  'grounds',
  'collusion',
] as const
export type PlotName = (typeof PLOTS)[number]

export interface Plot {
  scene: fc.Arbitrary<Scene>
  steps: fc.Arbitrary<Step>[]
}

const NAMES = ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn']
const COMPANY_MIN = 5
const COMMUNITY = { minLength: 3, maxLength: 4 }
const SOLO = { minLength: 1, maxLength: 2 }

const castOf = (
  roles: readonly Person['role'][],
  teams: readonly Person['team'][],
  { minLength, maxLength }: { minLength: number; maxLength: number },
) =>
  fc
    .tuple(
      fc.array(fc.record({ role: fc.constantFrom(...roles), team: fc.constantFrom(...teams) }), {
        minLength,
        maxLength,
        size: 'max',
      }),
      fc.nat(NAMES.length * 2),
    )
    .map(([people, leaving]) =>
      people.map((one, place) => ({ ...one, name: NAMES[place] ?? '', leaving: place === leaving })),
    )

const COMPANY = { minLength: COMPANY_MIN, maxLength: NAMES.length }
const company = castOf(['reviewer', 'senior', 'senior', 'lead'], ['north', 'south'], COMPANY)
const elders = castOf(['reviewer', 'senior', 'lead', 'lead'], ['north', 'south'], COMPANY)
const few = (size: typeof SOLO) => castOf(['senior', 'lead'], ['north'], size)
const hasGuards = fc.nat(2)

const sceneOf = (cast: fc.Arbitrary<Person[]>, more: Partial<Scene>) =>
  cast.map(
    (people): Scene => ({
      cast: people,
      organisation: 'company',
      shadow: false,
      bare: false,
      crowded: false,
      speeches: false,
      ...more,
    }),
  )
const fewOf = (organisation: Scene['organisation'], size: typeof SOLO) =>
  fc.tuple(sceneOf(few(size), { organisation }), hasGuards).map(([scene, one]) => ({ ...scene, bare: one === 0 }))

const plots: Record<PlotName, Plot> = {
  gate: { scene: sceneOf(company, {}), steps: gateSteps },
  bulk_action: { scene: sceneOf(elders, { crowded: true }), steps: bulkActionSteps },
  automation: { scene: sceneOf(elders, { crowded: true }), steps: automationSteps },
  shadow: { scene: sceneOf(elders, { shadow: true, crowded: true }), steps: shadowSteps },
  community: { scene: fewOf('community', COMMUNITY), steps: fewSteps(COMMUNITY.maxLength) },
  solo: { scene: fewOf('solo', SOLO), steps: fewSteps(SOLO.maxLength) },
  grounds: { scene: sceneOf(elders, { speeches: true }), steps: groundSteps },
  collusion: { scene: sceneOf(elders, { speeches: true }), steps: collusionSteps },
}

export const plotOf = (name: PlotName): Plot => plots[name]
