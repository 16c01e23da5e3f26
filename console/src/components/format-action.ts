import type { Action } from '../api/shapes.ts'
import { words } from '../words/words.ts'

/** The action of an enforcement, or, to a person who reviews it blind, only that one is pending. */
export const formatAction = (action: Action | null): string =>
  action === null ? words.countersign.pending : words.actions[action]
