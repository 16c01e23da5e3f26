import type { Tier, TransparencySettings } from '../../../../policy/transparency/transparency-file.ts'
import type { Counts, ReportPeriod } from '../../counts/read-counts.ts'

export type Cell = string | number

/** One part of the templates: a CSV file with its headings. */
export interface Part {
  name: string
  headings: readonly string[]
  rows: readonly (readonly Cell[])[]
}

/** The counts and settings from which a report is made. */
export interface ReportSource {
  period: ReportPeriod
  counts: Counts
  settings: TransparencySettings
  /** The category of each policy of today, for orders and for restrictions whose facts are gone. */
  categories: ReadonlyMap<string, string>
}

/** A value that is empty because the desk can't know it. */
export interface Gap {
  part: string
  indicator: string
}

/** The words of the templates for the providers to which a row applies. */
export const APPLIES = {
  all: 'All',
  hosting: 'Only for providers of hosting services, including online platforms',
  platforms: 'Only for providers of online platforms',
  large: 'Only for VLOPs',
  largest: 'Only for VLOPs and VLOSEs',
} as const
export type Applies = keyof typeof APPLIES

const APPLYING: Readonly<Record<Applies, readonly Tier[]>> = {
  all: ['intermediary', 'hosting', 'online_platform', 'very_large_platform', 'very_large_search'],
  hosting: ['hosting', 'online_platform', 'very_large_platform'],
  platforms: ['online_platform', 'very_large_platform'],
  large: ['very_large_platform'],
  largest: ['very_large_platform', 'very_large_search'],
}

/** True if rows of this kind apply to the provider: an online platform, unless the settings say otherwise. */
export const appliesTo = (applies: Applies, { tier = 'online_platform' }: TransparencySettings): boolean =>
  APPLYING[applies].includes(tier)

/** Returns the figures of the settings that were given for exactly this period. */
export const givenFor = ({ settings, period }: Pick<ReportSource, 'settings' | 'period'>) =>
  settings.figures?.find(({ from, to }) => from === period.from && to === period.to)

/** The first cells of every row: to whom it applies, the service, and the period. */
export const leadOf = (applies: Applies, { settings, period }: Pick<ReportSource, 'settings' | 'period'>): Cell[] => [
  APPLIES[applies],
  settings.service ?? '',
  `${period.from}/${period.to}`,
]

/** A value of a report. Null: the desk can't know it, and the settings don't say it. Empty: it does not apply. */
export type Value = Cell | null

/** Writes the values of one part, and lists the unknown ones. */
export class Gaps {
  readonly list: Gap[] = []
  readonly #part: string

  constructor(part: string) {
    this.#part = part
  }

  /** Returns the value as it is written; an unknown one is empty, and is named once. */
  write(indicator: string, value: Value | undefined): Cell {
    if (value !== null && value !== undefined) return value
    if (!this.list.some((gap) => gap.indicator === indicator)) this.list.push({ part: this.#part, indicator })
    return ''
  }
}
