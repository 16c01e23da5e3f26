import type { ListedOrder } from '../api/shapes.ts'

/** What one person did alone on a ground. */
export const alone = {
  grounds: {
    order: 'order of an authority',
    match: 'verified match',
    document: 'stored document',
    harm: 'irreversible harm',
  } satisfies Record<NonNullable<ListedOrder['ground']>, string>,
  unconfirmed: (ground: string) => `Unconfirmed, acts alone on the ground “${ground}”`,
  confirmTitle: 'Confirm what one person did alone',
  confirmHint: 'Look at the content and at the ground first. Undo it on the Live page if it is wrong.',
  undoAll: 'Undo all unconfirmed of this person here',
  undone: (count: number) => `${count} being undone`,
} as const
