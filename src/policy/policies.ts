import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { strict } from '../foundation/schemas/schemas.ts'
import {
  AUTOMATION_FILE,
  type Automation,
  loadAutomation,
  NO_AUTOMATION,
  readAutomation,
} from './automation/automation-file.ts'
import { ACTIONS, type Action, CATEGORIES, type Category } from '../foundation/domain.ts'
import {
  BasisEntry,
  findBasisProblems,
  type PolicyBasis,
  ReferenceList,
  type References,
  toBasis,
  toReferences,
} from './basis.ts'
import { type Budgets, joinBudgets, loadBudgets, readBudgets } from './budgets/budgets-file.ts'
import { type Guards, loadGuards, readGuards } from './guards/guards-file.ts'
import { ITEMS_FILE, loadItems, NO_ITEMS, readItems } from './items/items-file.ts'
import type { ItemTypes } from './items/item-types.ts'
import { loadNotices, type Notices, readNotices } from './notices/notices-file.ts'
import { joinGuards } from './guards/join-guards.ts'
import {
  FileError,
  findRepeats,
  type Problem,
  type Read,
  readYaml,
  readYamlBytes,
} from '../foundation/yaml/read-yaml.ts'
import { findQueueProblems } from './queue-problems.ts'
import { QueueFile, type Queues, toQueues } from './queues.ts'
import type { RuleSetTexts } from './rule-sets.ts'
import { MINUTE_MS } from '../foundation/durations.ts'
import { takesContent } from './requirements/action-order.ts'
import { message, type Text } from '../foundation/messages/message.ts'

/** A policy that a decision may name: its rule, and the actions to which a decision may lead. */
export interface Policy {
  id: string
  title: string
  text: string
  category: Category
  actions: readonly Action[]
  /** The ids of the organisation's own actions to which a decision may lead, if items.yaml declares them. */
  ownActions: readonly string[]
  /** True when the law requires these enforcements: undoing one can itself cause harm, so it takes two people. */
  legalDuty: boolean
  /** The time within which a content must be out of view, and the remaining time at which people are paged. */
  clock: LegalTime | null
  /** Saved reasons for decisions under this policy; a reviewer inserts one and completes it. */
  reasons: readonly string[]
  /** What its decisions rest on towards the person affected. */
  basis: PolicyBasis
}

/** The policies of a file, with the clauses and laws that they name. */
export interface PolicyList {
  readonly policies: ReadonlyMap<string, Policy>
  readonly references: References
}

/**
 * The events that may start a legal clock: an authority's removal order, a valid request of a person affected, a match
 * with a list. A report or a reviewer's decision starts none.
 */
export const CLOCK_STARTS = ['order', 'request', 'match'] as const
export type ClockStart = (typeof CLOCK_STARTS)[number]

interface LegalTime {
  dueMs: number
  pageLeftMs: number
  startsFrom: readonly ClockStart[]
}

export interface Policies extends Queues, PolicyList {
  /** Saved reasons for decisions that find no violation. */
  readonly noViolationReasons: readonly string[]
  /** The guards with the budgets after which they require one more approval. */
  readonly guards: Guards
  readonly budgets: Budgets
  /** The automation rules that act on signals and reports. */
  readonly automation: Automation
  /** The types of content that the platform has. */
  readonly items: ItemTypes
  /** The templates of the statements that people get. */
  readonly notices: Notices
  /** The SHA-256, in hex, of the policies file: a statement states by which version it was made. */
  readonly policiesHash: string
  /** The SHA-256, in hex, over the files' names and bytes: it states which policies were in force. */
  readonly hash: string
}

/** Thrown for policies or queues of the folder that can't be used. */
export class PoliciesError extends FileError {
  override name = 'PoliciesError'

  constructor(problems: readonly Problem[]) {
    super('the policies', problems)
  }
}

const FILES = ['policies.yaml', 'queues.yaml'] as const
export const GUARDS_FILE = 'guards.yaml'
export const BUDGETS_FILE = 'budgets.yaml'

const Id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const listOf = { minItems: 1, uniqueItems: true }

const MINUTES_MAX = 90 * 24 * 60
const LegalClock = Type.Object(
  {
    minutes: Type.Integer({ minimum: 2, maximum: MINUTES_MAX }),
    page_minutes_left: Type.Integer({ minimum: 1, maximum: MINUTES_MAX }),
    starts_from: Type.Array(Type.Enum([...CLOCK_STARTS]), listOf),
  },
  strict,
)

/** A number key inserts a reason. */
const REASONS_MAX = 9
const Reasons = Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: REASONS_MAX, uniqueItems: true })

const PolicyFile = Type.Object(
  {
    no_violation_reasons: Type.Optional(Reasons),
    terms: Type.Optional(ReferenceList),
    laws: Type.Optional(ReferenceList),
    policies: Type.Array(
      Type.Object(
        {
          id: Id,
          title: Type.String({ minLength: 1, maxLength: 200 }),
          text: Type.String({ minLength: 1, maxLength: 10_000 }),
          category: Type.Enum(CATEGORIES),
          actions: Type.Array(Type.Enum(ACTIONS), listOf),
          own_actions: Type.Optional(Type.Array(Id, listOf)),
          legal_duty: Type.Optional(Type.Boolean()),
          legal_clock: Type.Optional(LegalClock),
          reasons: Type.Optional(Reasons),
          basis: Type.Optional(BasisEntry),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
)

type PolicyFile = Static<typeof PolicyFile>
type PolicyEntry = PolicyFile['policies'][number]

/**
 * Reads the policies, queues, guards, budgets and automation rules of a folder. One problem anywhere refuses them all.
 * Agreed policies and queues replace those of the folder; agreed guards and budgets add to them, and enforcements must
 * meet both.
 */
export function loadPolicies(dir: string, agreed: RuleSetTexts = {}): Policies {
  const [ownPolicies, ownQueues] = [readYaml(join(dir, FILES[0]), PolicyFile), readYaml(join(dir, FILES[1]), QueueFile)]
  const { policies: [policies] = [], queues: [queues] = [] } = agreed
  const policyFile = policies === undefined ? ownPolicies : readPolicyText(policies)
  const queueFile = queues === undefined ? ownQueues : readQueueText(queues)
  const problems = [
    ...[...new Set([ownPolicies, policyFile])].flatMap(findPolicyProblems),
    ...[...new Set([ownQueues, queueFile])].flatMap(findProblems),
  ]
  if (problems.length > 0 || !policyFile.value || !queueFile.value) throw new PoliciesError(problems)
  const budgets = budgetsOf(dir, agreed.budgets)
  const items = itemsOf(dir, agreed.items)
  const guards = { ...guardsOf(dir, agreed.guards), budgets: budgets.budgets, items }
  return {
    guards,
    budgets,
    items,
    automation: automationOf(dir, agreed.automation),
    notices: noticesOf(dir, agreed.notices),
    ...toPolicies(policyFile.value),
    policiesHash: createHash('sha256').update(policyFile.bytes).digest('hex'),
    noViolationReasons: policyFile.value.no_violation_reasons ?? [],
    ...toQueues(queueFile.value),
    hash: hashOf([policyFile, queueFile], guards, budgets, items),
  }
}

function guardsOf(dir: string, agreed: readonly string[] = []): Guards {
  const own = loadGuards(join(dir, GUARDS_FILE))
  return agreed.reduceRight((all, text) => joinGuards(readGuards(`agreed ${GUARDS_FILE}`, text), all), own)
}

function budgetsOf(dir: string, agreed: readonly string[] = []): Budgets {
  const own = loadBudgets(join(dir, BUDGETS_FILE))
  return agreed.reduceRight((all, text) => joinBudgets(readBudgets(`agreed ${BUDGETS_FILE}`, text), all), own)
}

/** Returns the agreed automation rules and no others; without agreed ones those of the folder, or none. */
function automationOf(dir: string, [agreed]: readonly string[] = []): Automation {
  if (agreed !== undefined) return readAutomation(`agreed ${AUTOMATION_FILE}`, agreed)
  const path = join(dir, AUTOMATION_FILE)
  return existsSync(path) ? loadAutomation(path) : readAutomation(AUTOMATION_FILE, NO_AUTOMATION)
}

/** Returns the agreed item types and no others; without agreed ones those of the folder, or none. */
function itemsOf(dir: string, [agreed]: readonly string[] = []): ItemTypes {
  if (agreed !== undefined) return readItems(`agreed ${ITEMS_FILE}`, agreed)
  const path = join(dir, ITEMS_FILE)
  return existsSync(path) ? loadItems(path) : readItems(ITEMS_FILE, NO_ITEMS)
}

/** Returns the agreed templates of statements and no others; without agreed ones those of the folder, or none. */
const noticesOf = (dir: string, [agreed]: readonly string[] = []): Notices =>
  agreed === undefined ? loadNotices(dir) : readNotices(agreed)

/** Reads the policies of a text. Throws its problems. */
export function readPolicies(text: string): PolicyList {
  const file = readPolicyText(text)
  const problems = findPolicyProblems(file)
  if (problems.length > 0 || !file.value) throw new PoliciesError(problems)
  return toPolicies(file.value)
}

/** Reads the queues of a text. Throws its problems. */
export function readQueues(text: string): Queues {
  const file = readQueueText(text)
  const problems = findProblems(file)
  if (problems.length > 0 || !file.value) throw new PoliciesError(problems)
  return toQueues(file.value)
}

/** The file keeps its name, so that the same bytes give the same hash, whether agreed or only in the folder. */
const readPolicyText = (text: string): Read<PolicyFile> => readYamlBytes(FILES[0], Buffer.from(text), PolicyFile)
const readQueueText = (text: string): Read<QueueFile> => readYamlBytes(FILES[1], Buffer.from(text), QueueFile)

const findPolicyProblems = (file: Read<PolicyFile>): Problem[] =>
  file.value === undefined
    ? [...file.problems]
    : [
        ...findRepeats(file, 'policies', file.value.policies),
        ...findLateClocks(file),
        ...findBasisProblems(file, file.value),
      ]

const findProblems = (file: Read<QueueFile>): Problem[] =>
  file.value === undefined
    ? [...file.problems]
    : [...findRepeats(file, 'queues', file.value.queues), ...findQueueProblems(file, file.value)]

/** Refuses a legal clock without a legal duty to take content down, and one that pages people before it starts. */
function findLateClocks(file: Read<PolicyFile>): Problem[] {
  return (file.value?.policies ?? []).flatMap(({ legal_clock: clock, legal_duty, actions }, index) => {
    if (clock === undefined) return []
    const at = (path: string[], says: Text) => file.problemAt(['policies', index, 'legal_clock', ...path], says)
    const hides = actions.some(takesContent)
    return [
      ...(legal_duty && hides ? [] : [at([], message('ruleFile.policy.clockDuty'))]),
      ...(clock.page_minutes_left <= clock.minutes
        ? []
        : [at(['page_minutes_left'], message('ruleFile.policy.clockLeft'))]),
    ]
  })
}

const toPolicies = ({ policies, ...lists }: PolicyFile): PolicyList => ({
  policies: new Map(policies.map((entry) => [entry.id, toPolicy(entry)])),
  references: toReferences(lists),
})

const toPolicy = ({
  legal_duty = false,
  legal_clock: clock,
  reasons = [],
  own_actions: ownActions = [],
  basis,
  ...entry
}: PolicyEntry): Policy => ({
  ...entry,
  basis: toBasis(basis),
  ownActions,
  reasons,
  legalDuty: legal_duty,
  clock: clock
    ? {
        dueMs: clock.minutes * MINUTE_MS,
        pageLeftMs: clock.page_minutes_left * MINUTE_MS,
        startsFrom: clock.starts_from,
      }
    : null,
})

function hashOf(files: readonly Read<unknown>[], guards: Guards, budgets: Budgets, items: ItemTypes): string {
  const hash = createHash('sha256')
  // The name and length of each file go first, so that no two different sets of files give the same bytes.
  for (const { name, bytes } of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes)
  hash.update(`${GUARDS_FILE}\n${guards.hash}\n${BUDGETS_FILE}\n${budgets.hash}`)
  // A desk without item types and own actions keeps the hash that it had before there were any.
  if (items.types.size + items.actions.size > 0) hash.update(`\n${ITEMS_FILE}\n${items.hash}`)
  return hash.digest('hex')
}
