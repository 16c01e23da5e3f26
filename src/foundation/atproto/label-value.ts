import type { Action } from '../domain.ts'

/**
 * The values of labels that the desk publishes. Values that begin with `!` are left out: clients hide what has `!hide`
 * or `!takedown` from everyone, and a label needs no second person. Twin of label_val_check in SQL.
 */
export const LABEL_VALUE = /^[a-z][a-z-]{0,62}$/

/** The actions that a labeler can carry out by a label of the action's own name. Twin of list_ordered_labels in SQL. */
export const LABELED_ACTIONS = ['limit', 'hide'] as const satisfies readonly Action[]
export type LabeledAction = (typeof LABELED_ACTIONS)[number]

/** True for a value that stands for an action, so no label may have it as its name. */
export const isLabeledAction = (value: string): boolean => LABELED_ACTIONS.some((action) => action === value)
