import { isDeepStrictEqual } from 'node:util'
import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { ACTIONS, type Action } from '../../foundation/domain.ts'
import { type Problem, type Read, readYaml } from '../../foundation/yaml/read-yaml.ts'
import { ABSENTABLE, areFacts, FACT_NAMES, FACTS, type Facts, isFactName, isSayable } from './facts.ts'
import { type Guard, GuardsError } from './guards-file.ts'
import { type GuardsAnswer, judgeGuards } from './judge-guards.ts'
import { findRequireProblems, RequireBlock, toRequirement } from '../requirements/require-block.ts'

/** An example: the result that the guards must give for this action and these facts. */
interface GuardExample {
  name: string
  action: Action
  facts: Facts
  expected: GuardsAnswer
}

/** An example with a result other than the expected one. */
export interface FailedExample {
  name: string
  expected: GuardsAnswer
  actual: GuardsAnswer
}

const FactEntries = Type.Record(Type.String(), Type.Unknown(), {
  description: 'facts by their names, such as { account.reach: 31 }',
})
const Ids = Type.Array(Type.String({ minLength: 1 }), { uniqueItems: true, description: 'must be a list of guards' })

const ExampleEntry = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'must say in words what the case is' }),
    action: Type.Enum(ACTIONS, { description: `one of ${ACTIONS.join(', ')}` }),
    facts: Type.Optional(FactEntries),
    fired: Ids,
    errored: Type.Optional(Ids),
    off: Type.Optional(Ids),
    require: Type.Optional(RequireBlock),
  },
  strict,
)
type ExampleEntry = Static<typeof ExampleEntry>

const ExamplesFile = Type.Object(
  { ordinary: FactEntries, examples: Type.Array(ExampleEntry, { minItems: 1, description: 'at least one example' }) },
  strict,
)

/**
 * Reads a file of examples. One problem anywhere refuses the whole file. Facts that neither an example nor `ordinary`
 * states are unknown.
 */
export function loadExamples(path: string): GuardExample[] {
  const file = readYaml(path, ExamplesFile)
  if (!file.value) throw new GuardsError('the examples', file.problems)
  const { ordinary, examples } = file.value
  const problems = [
    ...findFactProblems(file, ['ordinary'], ordinary),
    ...examples.flatMap((entry, index) => findEntryProblems(file, index, entry)),
  ]
  if (problems.length > 0) throw new GuardsError('the examples', problems)
  return examples.map((entry) => toExample(entry, ordinary))
}

/** Judges the examples by the guards and returns those with another result. */
export function findFailedExamples(guards: readonly Guard[], examples: readonly GuardExample[]): FailedExample[] {
  return examples.flatMap(({ name, action, facts, expected }) => {
    const actual = judgeGuards(guards, action, facts)
    return isDeepStrictEqual(actual, expected) ? [] : [{ name, expected, actual }]
  })
}

function toExample(entry: ExampleEntry, ordinary: Record<string, unknown>): GuardExample {
  const unknown = Object.fromEntries(FACT_NAMES.map((name) => [name, null]))
  const facts: Record<string, unknown> = { ...unknown, ...ordinary, ...entry.facts }
  if (!areFacts(facts)) throw new Error(`the facts of "${entry.name}" were checked and are none`)
  const { name, action, fired, errored = [], off = [], require = {} } = entry
  const expected = {
    fired: fired.map((id) => ({ id, errored: errored.includes(id) })),
    off,
    requirement: toRequirement(require),
  }
  return { name, action, facts, expected }
}

type Path = readonly (string | number)[]

function findEntryProblems(file: Read<unknown>, index: number, entry: ExampleEntry): Problem[] {
  const at = (steps: Path, message: string) => file.problemAt(['examples', index, ...steps], message)
  const { facts = {}, fired, errored = [], require } = entry
  const problems = findFactProblems(file, ['examples', index, 'facts'], facts)
  for (const id of errored) {
    if (!fired.includes(id)) problems.push(at(['errored'], `"${id}" is not among those that fired: list it there too`))
  }
  if (require === undefined) return problems
  problems.push(...findRequireProblems(file, ['examples', index, 'require'], require))
  if (require.as !== undefined) problems.push(at(['require', 'as'], 'must be left out: write what it comes to'))
  return problems
}

function findFactProblems(file: Read<unknown>, path: Path, facts: Record<string, unknown>): Problem[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    const at = (message: string) => [file.problemAt([...path, name], message)]
    if (!isFactName(name)) return at(`there is no fact "${name}": the facts are ${FACT_NAMES.join(', ')}`)
    if (isSayable(name, value)) return []
    const orAbsent = ABSENTABLE.includes(name) ? ' or absent' : ''
    return at(`${name} must be ${FACTS[name].type}, null for unknown${orAbsent}`)
  })
}
