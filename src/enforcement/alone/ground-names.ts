import type { ActingGround } from '../../foundation/domain.ts'

/** The name of each ground for acting alone, as people read it. */
export const GROUND_NAMES: Record<ActingGround, string> = {
  order: 'order of an authority',
  match: 'verified match',
  document: 'stored document',
  harm: 'irreversible harm',
  hijack: 'takeover that the platform reports',
}
