import { LABEL_VALUE, type LabeledAction } from '../../foundation/atproto/label-value.ts'
import type { Policy } from '../../policy/policies.ts'

/** The most characters of a name that a client shows. */
const NAME_CHARS_MAX = 64
const DESCRIPTION_CHARS_MAX = 10_000

/** The definition of one label, as a client shows it. */
interface LabelDefinition {
  identifier: string
  severity: 'inform' | 'alert'
  blurs: 'none' | 'content'
  defaultSetting: 'warn' | 'hide'
  adultOnly: boolean
  locales: readonly { lang: string; name: string; description: string }[]
}

/** The effect and the words of a label that carries out an action. */
const ACTIONS: Readonly<Record<LabeledAction, Omit<LabelDefinition, 'identifier' | 'locales'> & { name: string }>> = {
  limit: { severity: 'inform', blurs: 'none', defaultSetting: 'warn', adultOnly: false, name: 'Limited' },
  hide: { severity: 'alert', blurs: 'content', defaultSetting: 'hide', adultOnly: false, name: 'Hidden' },
}

interface Declared {
  policies: readonly Pick<Policy, 'id' | 'title' | 'text' | 'actions'>[]
  /** The actions that a label of their name carries out. */
  actions: readonly LabeledAction[]
  /** The language in which the policies are written. */
  language: string
  at: Date
}

/**
 * Returns the record app.bsky.labeler.service: one label for each policy that allows the action `label`, with the
 * policy's title and text, and one for each action that a label carries out. Pure.
 */
export function declareLabeler({ policies, actions, language, at }: Declared) {
  const named = policies.filter(({ id, actions: allowed }) => allowed.includes('label') && LABEL_VALUE.test(id))
  const describe = (name: string, description: string) => [
    { lang: language, name: name.slice(0, NAME_CHARS_MAX), description: description.slice(0, DESCRIPTION_CHARS_MAX) },
  ]
  const definitions: LabelDefinition[] = [
    ...named.map(({ id, title, text }) => ({
      ...({ identifier: id, severity: 'alert', blurs: 'none', defaultSetting: 'warn', adultOnly: false } as const),
      locales: describe(title, text),
    })),
    ...actions.map((action) => {
      const { name, ...effect } = ACTIONS[action]
      return { identifier: action, ...effect, locales: describe(name, name) }
    }),
  ]
  return {
    $type: 'app.bsky.labeler.service',
    policies: {
      labelValues: definitions.map(({ identifier }) => identifier),
      labelValueDefinitions: definitions,
    },
    subjectTypes: ['account', 'record'],
    createdAt: at.toISOString(),
  }
}

/** Returns the ids of policies that allow `label` and that no label can have as its name. */
export const listUndeclared = ({ policies }: Pick<Declared, 'policies'>): string[] =>
  policies.filter(({ id, actions }) => actions.includes('label') && !LABEL_VALUE.test(id)).map(({ id }) => id)
