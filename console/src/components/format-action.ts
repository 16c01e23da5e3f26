import type { Action, ListedEnforcement } from '../api/shapes.ts'
import { language } from '../words/language.ts'
import { words } from '../words/words.ts'

/** A title that the organisation gave, in the reader's language. */
export const titleOf = (title: { en: string; de?: string }): string => title[language] ?? title.en

/** The action of an enforcement, or, to a person who reviews it blind, only that one is pending. */
export const formatAction = (action: Action | null): string =>
  action === null ? words.countersign.pending : words.actions[action]

/** The same; an action of the organisation's own by its title and parameters. */
export function formatDone({ action, own }: Pick<ListedEnforcement, 'action' | 'own'>): string {
  if (!own) return formatAction(action)
  const title = titleOf(own.title)
  const parameters = Object.entries(own.parameters).map(([name, value]) => `${name}: ${String(value)}`)
  return parameters.length === 0 ? title : `${title} (${parameters.join('; ')})`
}
