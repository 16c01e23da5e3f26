import type { ListedOrder } from '../api/shapes.ts'

/** Words about enforcements that one person made alone on a ground. */
export const alone = {
  grounds: {
    order: 'order of an authority',
    match: 'verified match',
    document: 'stored document',
    harm: 'irreversible harm',
    hijack: 'takeover that the platform reports',
  } satisfies Record<NonNullable<ListedOrder['ground']>, string>,
  unconfirmed: (ground: string) => `Unconfirmed, acts alone on the ground “${ground}”`,
  confirmTitle: 'Confirm an action of one person',
  confirmHint: 'Read the case and the ground first. If the action is wrong, undo it on the Live page.',
  undoAll: 'Undo all unconfirmed actions of this person on this account',
  undone: (count: number) => `${count} being undone`,
} as const
