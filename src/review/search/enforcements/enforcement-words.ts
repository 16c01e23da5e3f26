import { ACTIONS, type Action, ENFORCEMENT_STATES, type EnforcementState } from '../../../foundation/domain.ts'
import type { DeclaredAction } from '../../../policy/items/own-actions.ts'
import type { Policy } from '../../../policy/policies.ts'

/** The words of a search for enforcements, by what they name. Each that is not empty must hold. */
interface EnforcementWords {
  states: EnforcementState[]
  actions: Action[]
  /** The ids of the organisation's own actions. */
  ownActions: string[]
  /** The policies whose id or title has all other words. */
  policies: string[]
  /** The other words, which may also name an account. Empty: there are none. */
  rest: string
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('_', ' ').replace(/\s+/g, ' ')

/**
 * Reads the words of a search for enforcements: states and actions by their names, with a space or an underscore, and
 * the organisation's own actions by id or title, in any order and place. Pure.
 */
export function readEnforcementWords(
  words: string,
  policies: Iterable<Pick<Policy, 'id' | 'title'>>,
  declared: Iterable<Pick<DeclaredAction, 'id' | 'title'>> = [],
): EnforcementWords {
  const said = { left: ` ${fold(words).trim()} ` }
  // Before the eight: the title of one's own may contain one of their words.
  const ownActions = [...declared]
    .filter(({ id, title: { en, de = en } }) => takeNames(said, [id, en, de]).length > 0)
    .map(({ id }) => id)
  const states = takeNames(said, ENFORCEMENT_STATES)
  const actions = takeNames(said, ACTIONS)
  const rest = said.left.trim()
  const parts = rest === '' ? [] : rest.split(' ')
  const named = [...policies].filter(({ id, title }) => {
    const text = fold(`${id} ${title}`)
    return parts.length > 0 && parts.every((part) => text.includes(part))
  })
  return { states, actions, ownActions, policies: named.map(({ id }) => id), rest }
}

/** Takes the names that stand in the text as whole words out of it. */
function takeNames<Name extends string>(said: { left: string }, names: readonly Name[]): Name[] {
  return names.filter((name) => {
    const before = said.left
    said.left = before.replaceAll(` ${fold(name)} `, ' ')
    return said.left !== before
  })
}
