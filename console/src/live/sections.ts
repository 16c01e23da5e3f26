import type { LiveEnforcement } from '../api/shapes.ts'
import type { words } from '../words/words.ts'

export type Section = keyof typeof words.enforcements.sections
export const SECTIONS: readonly Section[] = [
  'held',
  'acting',
  'confirming',
  'failing',
  'restoring',
  'waiting',
  'interim',
  'offline',
]

/** Returns the section of an enforcement: the first that fits, most urgent first. Pure. */
export function sectionOf({
  state,
  needsAttention,
  confirmBy,
  takesOffline,
  interim,
}: LiveEnforcement): Section | undefined {
  if (needsAttention !== null) return 'failing'
  switch (state) {
    case 'held':
      return 'held'
    case 'releasing':
      return 'acting'
    case 'restoring':
      return 'restoring'
    case 'in_effect':
      return confirmBy === null ? standingOf({ takesOffline, interim }) : 'confirming'
    case 'confirmed':
      return standingOf({ takesOffline, interim })
    default:
      return 'waiting'
  }
}

const standingOf = ({
  takesOffline,
  interim,
}: Pick<LiveEnforcement, 'takesOffline' | 'interim'>): Section | undefined =>
  interim ? 'interim' : takesOffline ? 'offline' : undefined

/** The enforcements of each section, as they came. */
export function toSections(enforcements: readonly LiveEnforcement[]): Map<Section, LiveEnforcement[]> {
  const sections = new Map<Section, LiveEnforcement[]>()
  for (const enforcement of enforcements) {
    const section = sectionOf(enforcement)
    if (section === undefined) continue
    const rows = sections.get(section) ?? []
    rows.push(enforcement)
    sections.set(section, rows)
  }
  return sections
}
