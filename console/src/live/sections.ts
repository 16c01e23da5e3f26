import type { LiveOrder } from '../api/shapes.ts'
import type { words } from '../words/en.ts'

export type Section = keyof typeof words.orders.sections
export const SECTIONS: readonly Section[] = [
  'held',
  'acting',
  'confirming',
  'failing',
  'restoring',
  'waiting',
  'interim',
  'dark',
]

/** Where an order stands on the page: the first that fits, the most urgent first. Pure. */
function sectionOf({ state, needsAttention, confirmBy, darkens, lesser }: LiveOrder): Section | undefined {
  if (needsAttention !== null) return 'failing'
  switch (state) {
    case 'held':
      return 'held'
    case 'releasing':
      return 'acting'
    case 'restoring':
      return 'restoring'
    case 'in_effect':
      return confirmBy === null ? standingOf({ darkens, lesser }) : 'confirming'
    case 'confirmed':
      return standingOf({ darkens, lesser })
    default:
      return 'waiting'
  }
}

const standingOf = ({ darkens, lesser }: Pick<LiveOrder, 'darkens' | 'lesser'>): Section | undefined =>
  lesser ? 'interim' : darkens ? 'dark' : undefined

/** The orders of each section, as they came. */
export function toSections(orders: readonly LiveOrder[]): Map<Section, LiveOrder[]> {
  const sections = new Map<Section, LiveOrder[]>()
  for (const order of orders) {
    const section = sectionOf(order)
    if (section === undefined) continue
    const rows = sections.get(section) ?? []
    rows.push(order)
    sections.set(section, rows)
  }
  return sections
}
