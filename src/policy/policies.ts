import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Action, Category } from '../foundation/domain.ts'
import {
  FileError,
  findRepeats,
  type Problem,
  type Read,
  readYaml,
  readYamlBytes,
} from '../foundation/yaml/read-yaml.ts'
import {
  AUTOMATION_FILE,
  type Automation,
  loadAutomation,
  NO_AUTOMATION,
  readAutomation,
} from './automation/automation-file.ts'
import type { PolicyBasis, References } from './basis.ts'
import { type Budgets, joinBudgets, loadBudgets, readBudgets } from './budgets/budgets-file.ts'
import type { CounterNoticeRules } from './counter-notice.ts'
import { type Guards, loadGuards, readGuards } from './guards/guards-file.ts'
import { joinGuards } from './guards/join-guards.ts'
import type { ItemTypes } from './items/item-types.ts'
import { ITEMS_FILE, loadItems, NO_ITEMS, readItems } from './items/items-file.ts'
import { type MisuseThresholds, toMisuse } from './misuse.ts'
import { loadNotices, type Notices, readNotices } from './notices/notices-file.ts'
import { type ClockStart, findPolicyProblems, PolicyFile, toPolicies } from './policy-file.ts'
import { findQueueProblems } from './queue-problems.ts'
import { QueueFile, type Queues, toQueues } from './queues.ts'
import {
  loadRetention,
  NO_RETENTION,
  RETENTION_FILE,
  type Retention,
  readRetention,
} from './retention/retention-file.ts'
import type { RuleSetTexts } from './rule-sets.ts'
import type { Strikes } from './strikes/strikes-file.ts'

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
  /** The basis of its decisions towards the person affected. */
  basis: PolicyBasis
  /** The rules of counter-notices against its restrictions. Null: none are received. */
  counterNotice: CounterNoticeRules | null
}

/** The policies of a file, with the clauses and laws that they name, and their strikes. */
export interface PolicyList {
  readonly policies: ReadonlyMap<string, Policy>
  readonly references: References
  /** The weights of strikes and the points at which a case is opened. */
  readonly strikes: Strikes
}

interface LegalTime {
  dueMs: number
  pageLeftMs: number
  startsFrom: readonly ClockStart[]
}

export interface Policies extends Queues, PolicyList {
  /** Saved reasons for decisions that find no violation. */
  readonly noViolationReasons: readonly string[]
  /** The figures from which people may warn and pause those who misuse reports and appeals. */
  readonly misuse: MisuseThresholds
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
  /** The times of storage. No enforcement is judged by them, so they are no part of the hash. */
  readonly retention: Retention
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
    retention: retentionOf(dir, agreed.retention),
    noViolationReasons: policyFile.value.no_violation_reasons ?? [],
    misuse: toMisuse(policyFile.value.misuse),
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

/** Returns the agreed times of storage and no others; without agreed ones those of the folder, or the longest. */
function retentionOf(dir: string, [agreed]: readonly string[] = []): Retention {
  if (agreed !== undefined) return readRetention(`agreed ${RETENTION_FILE}`, agreed)
  const path = join(dir, RETENTION_FILE)
  return existsSync(path) ? loadRetention(path) : readRetention(RETENTION_FILE, NO_RETENTION)
}

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

const findProblems = (file: Read<QueueFile>): Problem[] =>
  file.value === undefined
    ? [...file.problems]
    : [...findRepeats(file, 'queues', file.value.queues), ...findQueueProblems(file, file.value)]

function hashOf(files: readonly Read<unknown>[], guards: Guards, budgets: Budgets, items: ItemTypes): string {
  const hash = createHash('sha256')
  // The name and length of each file go first, so that no two different sets of files give the same bytes.
  for (const { name, bytes } of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes)
  hash.update(`${GUARDS_FILE}\n${guards.hash}\n${BUDGETS_FILE}\n${budgets.hash}`)
  // A desk without item types and own actions keeps the hash that it had before there were any.
  if (items.types.size + items.actions.size > 0) hash.update(`\n${ITEMS_FILE}\n${items.hash}`)
  return hash.digest('hex')
}
