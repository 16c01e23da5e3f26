import type { OwnAction, OwnLoss } from '@countersign/platform-kit'
import type { Action, SubjectKind } from '../../foundation/domain.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { FieldProblem } from '../../foundation/schemas/invalid-field.ts'
import { type Message, message, type TextList } from '../../foundation/messages/message.ts'
import { checkFields, countChars } from './check-item.ts'
import type { ItemField, ItemTypes, Named } from './item-types.ts'

/** The most characters of all parameters of one enforcement together. */
const PARAMETER_CHARS_MAX = 10_000

/** An action that an organisation declares beside the eight: what it takes, from what, and with which parameters. */
export interface DeclaredAction {
  id: string
  title: Named
  on: readonly SubjectKind[]
  /** The types of items to which it applies. Empty: to every content. */
  types: readonly string[]
  /** Its losses, in the order of `OWN_LOSSES`. */
  takes: readonly OwnLoss[]
  reversible: boolean
  /** The end of the action: it must, may or can't have one. */
  end: 'required' | 'optional' | 'none'
  parameters: readonly ItemField[]
  /** The platforms that carry it out. Empty: every platform. */
  platforms: readonly string[]
}

/** An action of one's own as an enforcement stores it: the effect under which it was proposed, and its title then. */
export type StoredAction = OwnAction & { title: Named }

/** Returns the declarations as PostgreSQL checks enforcements by them. */
export const listDeclarations = ({ actions }: ItemTypes): Json[] =>
  [...actions.values()].map(({ id, title, takes, reversible, on, types }) => ({
    on: [...on],
    types: [...types],
    action: { action: id, title: { ...title }, takes: [...takes], reversible },
  }))

/** Returns a declared action with these parameters, as an enforcement of it stores it. */
export const storedAction = (
  { id, title, takes, reversible }: DeclaredAction,
  parameters: OwnAction['parameters'],
): StoredAction => ({ action: id, title, takes, reversible, parameters })

/** True for an action that takes what can't be given back. Twin of is_final in SQL. */
export const isFinal = (own: Pick<StoredAction, 'reversible'> | null): boolean => own !== null && !own.reversible

/** Returns an action as the platform is told it, without its title. */
export const withoutTitle = ({ title: _title, ...action }: StoredAction): OwnAction => action

/** Returns the title of an action in the reader's language. */
export const titleText = ({ title: { en, de = en } }: Pick<StoredAction, 'title'>): TextList => ({
  as: 'languages',
  list: [en, de],
})

/** Returns the name of an action: the title of one's own, or the word for one of the eight. */
export const actionText = ({
  action,
  ownAction,
}: {
  action: Action
  ownAction: StoredAction | null
}): Message | TextList => (ownAction === null ? message(`term.action.${action}`) : titleText(ownAction))

/** Returns the parameters of an action as `name: value`, in the order of their names. Empty: it has none. */
export const parametersText = ({ parameters }: Pick<StoredAction, 'parameters'>): string =>
  Object.entries(parameters)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ')

/** Returns the problems of the parameters of an action, each with the path of its field. */
export function findParameterFaults({ parameters }: DeclaredAction, given: object, at: string): FieldProblem[] {
  const found: FieldProblem[] = []
  checkFields(parameters, given, [at], found)
  if (found.length === 0 && countChars(given) > PARAMETER_CHARS_MAX)
    found.push({ field: at, detail: message('field.maxLength', { limit: PARAMETER_CHARS_MAX }) })
  return found
}
