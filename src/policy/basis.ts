import Type, { type Static } from 'typebox'
import { message, type Text } from '../foundation/messages/message.ts'
import { strict } from '../foundation/schemas/schemas.ts'
import { findRepeats, type Problem, type Read } from '../foundation/yaml/read-yaml.ts'
import { KEYWORDS, type Keyword } from './notices/keywords.ts'
import { LANGUAGE_PATTERN } from './notices/settings.ts'

/** A clause of the terms, or a law: its name in each language. The first is for readers of no other. */
export interface Reference {
  id: string
  names: Readonly<Record<string, string>>
}

/** The clauses and laws that a decision may rest on: two people approve them, so no reviewer invents one. */
export interface References {
  clauses: ReadonlyMap<string, Reference>
  laws: ReadonlyMap<string, Reference>
}

/** The grounds that a policy leaves open to its decisions. */
export const POLICY_GROUNDS = ['terms', 'illegal', 'either'] as const
/** The reasons that a policy can require of each decision, beside its rationale. */
export const STATED_REASONS = ['explanation', 'facts', 'law'] as const
type StatedReason = (typeof STATED_REASONS)[number]

/** The basis of a policy's decisions, unless their reviewer states another. */
export interface PolicyBasis {
  ground: (typeof POLICY_GROUNDS)[number]
  /** The id of the clause of the terms. Null: the policy's own title stands for it. */
  clause: string | null
  /** The id of the law. Null: none. */
  law: string | null
  keywords: readonly Keyword[]
  required: readonly StatedReason[]
}

/** The longest name of a clause or a law, as the DSA Transparency Database takes it. */
const NAME_CHARS_MAX = 500
const REFERENCES_MAX = 200
export const ReferenceId = Type.String({
  pattern: '^[a-z0-9][a-z0-9.-]{0,63}$',
  form: message('ruleFile.form.referenceId'),
})
const ReferenceName = Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX })
export const ReferenceList = Type.Array(
  Type.Object(
    {
      id: ReferenceId,
      name: Type.Union([ReferenceName, Type.Record(Type.String({ pattern: LANGUAGE_PATTERN }), ReferenceName)], {
        form: message('ruleFile.form.byLanguage'),
      }),
    },
    strict,
  ),
  { maxItems: REFERENCES_MAX },
)

export const BasisEntry = Type.Object(
  {
    ground: Type.Optional(Type.Enum([...POLICY_GROUNDS])),
    clause: Type.Optional(ReferenceId),
    law: Type.Optional(ReferenceId),
    keywords: Type.Optional(Type.Array(Type.Enum([...KEYWORDS]), { maxItems: 8, uniqueItems: true })),
    required: Type.Optional(Type.Array(Type.Enum([...STATED_REASONS]), { uniqueItems: true })),
  },
  strict,
)
type BasisEntry = Static<typeof BasisEntry>

interface ReferenceLists {
  terms?: Static<typeof ReferenceList>
  laws?: Static<typeof ReferenceList>
}

export const toBasis = ({ ground = 'terms', clause, law, keywords = [], required = [] }: BasisEntry = {}) =>
  ({ ground, clause: clause ?? null, law: law ?? null, keywords, required }) satisfies PolicyBasis

export const toReferences = ({ terms = [], laws = [] }: ReferenceLists): References => ({
  clauses: toMap(terms),
  laws: toMap(laws),
})

const toMap = (list: Static<typeof ReferenceList>): ReadonlyMap<string, Reference> =>
  new Map(list.map(({ id, name }) => [id, { id, names: typeof name === 'string' ? { en: name } : name }]))

/** Finds the clauses and laws that a policy names and the file does not list, and a legal ground without any law. */
export function findBasisProblems<Value extends ReferenceLists & { policies: readonly { basis?: BasisEntry }[] }>(
  file: Read<Value>,
  { terms = [], laws = [], policies }: Value,
): Problem[] {
  const repeats = [...findRepeats(file, 'terms', terms), ...findRepeats(file, 'laws', laws)]
  const lists = { clause: terms, law: laws }
  const unknown = policies.flatMap(({ basis = {} }, index) => {
    const at = (key: string, says: Text) => file.problemAt(['policies', index, 'basis', key], says)
    const named = (['clause', 'law'] as const).flatMap((key) => {
      const id = basis[key]
      if (id === undefined || lists[key].some((known) => known.id === id)) return []
      return [at(key, message('ruleFile.policy.reference', { kind: key, id }))]
    })
    const isLawless = basis.ground === 'illegal' && basis.law === undefined && laws.length === 0
    return isLawless ? [...named, at('ground', message('ruleFile.policy.noLaw'))] : named
  })
  return [...repeats, ...unknown]
}

/** Returns the name of a clause or a law in a language, or in the first language that it has. */
export const nameOf = ({ names }: Reference, language: string): string =>
  names[language] ?? names[language.split('-')[0] ?? ''] ?? Object.values(names)[0] ?? ''
