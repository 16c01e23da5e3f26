import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { ACTIONS, type Action, CATEGORIES, type Category, GROUNDS, type Ground } from '../domain.ts'
import { type Problem, type Read, readYaml } from './read-yaml.ts'

/** What a decision may name: what is not allowed, and which actions it may lead to. */
export interface Policy {
  id: string
  title: string
  text: string
  category: Category
  actions: readonly Action[]
  /** The law asks for these orders: undoing one is itself a harm, so it takes two people. */
  legalDuty: boolean
}

/** Where cases wait, what a person must have to be given one, and how soon it is due. */
export interface Queue {
  id: string
  clearances: readonly string[]
  dueMs: number
}

/** Leads cases to a queue. What it doesn't name, it doesn't ask. */
export interface QueueRule {
  queue: Queue
  categories?: readonly Category[]
  ground?: Ground
  languages?: readonly string[]
  regions?: readonly string[]
  dueMs: number
}

export interface Policies {
  readonly policies: ReadonlyMap<string, Policy>
  readonly queues: ReadonlyMap<string, Queue>
  /** In the order they are tried. */
  readonly rules: readonly QueueRule[]
  /** The last rule, which fits every case. */
  readonly otherwise: QueueRule
  /** SHA-256, in hex, over the files' names and bytes: which policies were in force. */
  readonly hash: string
}

/** The policy files can't be used. The message lists every problem with its place. */
export class PoliciesError extends Error {
  override name = 'PoliciesError' as const
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const lines = [...problems]
      .sort(byPlace)
      .map(({ file, line, column, message }) => `\n  ${file}:${line}:${column}: ${message}`)
    super(`the policies can't be used:${lines.join('')}`)
    this.problems = problems
  }
}

const byPlace = (a: Problem, b: Problem): number =>
  a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column

const DUE_HOURS_MAX = 24 * 90
const HOUR_MS = 3_600_000
const FILES = ['policies.yaml', 'queues.yaml'] as const

const Id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const DueHours = Type.Number({ exclusiveMinimum: 0, maximum: DUE_HOURS_MAX })
const strict = { additionalProperties: false }
const listOf = { minItems: 1, uniqueItems: true }

const PolicyFile = Type.Object(
  {
    policies: Type.Array(
      Type.Object(
        {
          id: Id,
          title: Type.String({ minLength: 1, maxLength: 200 }),
          text: Type.String({ minLength: 1, maxLength: 10_000 }),
          category: Type.Enum(CATEGORIES),
          actions: Type.Array(Type.Enum(ACTIONS), listOf),
          legal_duty: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
)

const QueueFile = Type.Object(
  {
    queues: Type.Array(
      Type.Object({ id: Id, due_hours: DueHours, clearances: Type.Array(Id, { uniqueItems: true }) }, strict),
      { minItems: 1 },
    ),
    rules: Type.Array(
      Type.Object(
        {
          queue: Id,
          categories: Type.Optional(Type.Array(Type.Enum(CATEGORIES), listOf)),
          ground: Type.Optional(Type.Enum(GROUNDS)),
          languages: Type.Optional(Type.Array(Type.String({ pattern: '^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$' }), listOf)),
          regions: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 35 }), listOf)),
          due_hours: Type.Optional(DueHours),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
)
type PolicyEntry = Static<typeof PolicyFile>['policies'][number]
type QueueEntry = Static<typeof QueueFile>['queues'][number]
type RuleEntry = Static<typeof QueueFile>['rules'][number]

/** Reads the policies and queues of a folder, whole or not at all: one problem anywhere and nothing of it is used. */
export function loadPolicies(dir: string): Policies {
  const [policyFile, queueFile] = [readYaml(join(dir, FILES[0]), PolicyFile), readYaml(join(dir, FILES[1]), QueueFile)]
  const problems = [...policyFile.problems, ...queueFile.problems]
  if (policyFile.value) problems.push(...findRepeats(policyFile, 'policies', policyFile.value.policies))
  if (queueFile.value) problems.push(...findRepeats(queueFile, 'queues', queueFile.value.queues))
  if (queueFile.value) problems.push(...findRuleProblems(queueFile, queueFile.value))
  if (problems.length > 0 || !policyFile.value || !queueFile.value) throw new PoliciesError(problems)

  const queues = new Map(queueFile.value.queues.map((entry) => [entry.id, toQueue(entry)]))
  return {
    policies: new Map(policyFile.value.policies.map((entry) => [entry.id, toPolicy(entry)])),
    queues,
    ...toRules(queueFile.value.rules, queues),
    hash: hashOf([policyFile, queueFile]),
  }
}

function findRepeats(file: Read<unknown>, list: string, entries: readonly { id: string }[]): Problem[] {
  return entries.flatMap(({ id }, index) =>
    entries.findIndex((other) => other.id === id) < index
      ? [file.problemAt([list, index, 'id'], `"${id}" is there already: every id is used once`)]
      : [],
  )
}

function findRuleProblems(file: Read<unknown>, { queues, rules }: Static<typeof QueueFile>): Problem[] {
  const last = rules.length - 1
  return rules.flatMap((rule, index) => {
    const found: Problem[] = []
    if (!queues.some(({ id }) => id === rule.queue))
      found.push(file.problemAt(['rules', index, 'queue'], `there is no queue "${rule.queue}"`))
    if (index < last && fitsAll(rule))
      found.push(file.problemAt(['rules', index], 'fits every case, so the rules below it would never be tried'))
    if (index === last && !fitsAll(rule))
      found.push(file.problemAt(['rules', index], 'the last rule must fit every case: it names only a queue'))
    return found
  })
}

const fitsAll = (rule: RuleEntry): boolean => !rule.categories && !rule.ground && !rule.languages && !rule.regions

const toPolicy = ({ legal_duty = false, ...entry }: PolicyEntry): Policy => ({ ...entry, legalDuty: legal_duty })

const toQueue = (entry: QueueEntry): Queue => ({
  id: entry.id,
  clearances: entry.clearances,
  dueMs: entry.due_hours * HOUR_MS,
})

function toRules(
  entries: readonly RuleEntry[],
  queues: ReadonlyMap<string, Queue>,
): Pick<Policies, 'rules' | 'otherwise'> {
  const rules = entries.map(({ queue: id, due_hours, ...conditions }) => {
    const queue = queues.get(id)
    if (!queue) throw new Error(`a rule leads to "${id}", which was checked to be a queue and is none`)
    return { ...conditions, queue, dueMs: due_hours === undefined ? queue.dueMs : due_hours * HOUR_MS }
  })
  const otherwise = rules.pop()
  if (!otherwise) throw new Error('the rules were checked to be at least one and are none')
  return { rules, otherwise }
}

function hashOf(files: readonly Read<unknown>[]): string {
  const hash = createHash('sha256')
  // Name and length go first, so that no two different sets of files give the same bytes.
  for (const { name, bytes } of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes)
  return hash.digest('hex')
}
