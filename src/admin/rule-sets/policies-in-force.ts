import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AUTOMATION_FILE, NO_AUTOMATION, readAutomation } from '../../policy/automation/automation-file.ts'
import { inTransaction, type Pool, type Queryable } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isDemo } from '../../foundation/is-demo.ts'
import type { IsolatedLimits } from '../../foundation/bounds/isolated.ts'
import { NO_ITEMS } from '../../policy/items/items-file.ts'
import { NO_NOTICES, NOTICES_FOLDER, readNoticesText } from '../../policy/notices/bundle.ts'
import { loadPolicies, type Policies } from '../../policy/policies.ts'
import { NO_RETENTION } from '../../policy/retention/retention-file.ts'
import { RULE_SETS, type RuleSetName } from '../../policy/rule-sets.ts'
import { readProfile } from '../../foundation/profile.ts'
import { SHADOW_WARNING } from '../setup/describe-profile.ts'
import { type ClaimedVersion, loadCounting, type Loaded, type Unproven } from './counting-versions.ts'
import { KINDS } from './kinds.ts'
import { SENT } from './read-sent.ts'
import {
  adoptAtSetup,
  countEffective,
  type InForce,
  isSetUp,
  listClaimed,
  listInForce,
  listMissing,
  lockAdoption,
} from './versions.ts'

/**
 * The time within which every part of a running desk applies a file that takes effect. Until then the stricter of old
 * and new applies.
 */
const LOOK_EVERY_MS = 1_000

type LoadPolicies = (dir: string, versions: readonly ClaimedVersion[]) => Loaded | Promise<Loaded>

/** The limits are wider than at the proposal, because a busy machine may take longer now. */
const RELOAD_LIMITS: IsolatedLimits = { cpuMs: 5_000, wallMs: 60_000 }

/** The files are read in the isolated process, so that a running desk does not stop meanwhile. */
const loadAside: LoadPolicies = (dir, versions) =>
  SENT.run('loadPolicies', { dir, versions }, { person: null, limits: RELOAD_LIMITS })

interface PoliciesInForce {
  policies: Policies
  /** Warnings for the operator: where the files differ from the agreed versions. */
  notes: readonly string[]
  /** The number of versions that have taken effect in this state: a caller who stores it knows when to read again. */
  asOf: number
}

/**
 * The policies in force: enforcements must meet the agreed guards and budgets and those of the folder's files. Cases
 * and decisions follow the agreed queues and policies.
 */
export async function readPoliciesInForce(
  db: Queryable,
  dir: string,
  load: LoadPolicies = loadCounting,
): Promise<PoliciesInForce> {
  // Counted first: a version that takes effect meanwhile is then read again.
  const asOf = await countEffective(db)
  const adopted = await listInForce(db)
  const isDemosOwn = await isDemo(db)
  const differing = RULE_SETS.filter(
    (name) =>
      adopted[name] !== undefined &&
      adopted[name].text !== readRuleSet(dir, name) &&
      // The people of a demo agreed to rules of their own, which are in no file.
      !(isDemosOwn && name === 'automation' && isWithoutRules(readRuleSet(dir, name))),
  )
  const { shadow } = await readProfile(db)
  const { policies, unproven } = await load(dir, [...(await listClaimed(db)), ...(await noneAfterSetup(db, adopted))])
  const notes = [
    ...(shadow ? [SHADOW_WARNING] : []),
    ...differing.map((name) => formatDiffering(dir, name)),
    ...listMissing(adopted)
      // Without a version a desk has none of these, or is being set up with those of the folder.
      .filter((name) => !NONE_AT_FIRST.some((set) => set.name === name))
      .map((name) => `No version of ${fileOf(name)} is approved yet: the file in ${dir} is used.`),
    ...unproven.map(formatUnproven),
  ]
  return { policies, notes, asOf }
}

/**
 * A desk that was set up before there were item types, templates or times of storage has none until two people approve some: its folder
 * alone, where one person may write, declares nothing that guards read, says nothing to the people affected, and deletes
 * nothing.
 */
async function noneAfterSetup(db: Queryable, adopted: InForce): Promise<ClaimedVersion[]> {
  const absent = NONE_AT_FIRST.filter(({ name }) => adopted[name] === undefined)
  if (absent.length === 0 || !(await isSetUp(db))) return []
  return absent.map(({ name, text }) => ({ name, version: 0, text, isAlone: false }))
}

/** The rule sets that a desk may be without. */
const NONE_AT_FIRST = [
  { name: 'items', text: NO_ITEMS },
  { name: 'notices', text: NO_NOTICES },
  { name: 'retention', text: NO_RETENTION },
] as const

/** Puts the first files of a desk in force during set-up, on record. Returns whether there were any. */
export async function adoptFirst(db: Pool, dir: string): Promise<boolean> {
  loadPolicies(dir)
  return inTransaction(db, async (tx) => {
    await lockAdoption(tx)
    if (await isSetUp(tx)) return false
    const missing = listMissing(await listInForce(tx))
    for (const name of missing) KINDS[name].checkAtSetup(readRuleSet(dir, name))
    for (const name of missing) await adoptAtSetup(tx, withDeclares(name, readRuleSet(dir, name)))
    return missing.length > 0
  })
}

/** Puts another file in force during set-up, at once and on record. */
export async function adoptDuringSetup(db: Pool, name: RuleSetName, text: string): Promise<void> {
  KINDS[name].checkAtSetup(text)
  await inTransaction(db, async (tx) => {
    await lockAdoption(tx)
    if (await isSetUp(tx)) throw new DeskError('conflict', message('setUp.done'))
    if ((await listInForce(tx))[name]?.text !== text) await adoptAtSetup(tx, withDeclares(name, text))
  })
}

/** Returns a text with the declarations that PostgreSQL checks enforcements by. */
export const withDeclares = (name: RuleSetName, text: string) => ({
  ...{ name, text },
  declares: KINDS[name].listDeclares(text),
})

/**
 * Reads the policies again whenever a file was put in force, until the signal aborts. A file that can't be read changes
 * nothing.
 */
export async function watchAdoptions(
  db: Queryable,
  { dir, asOf, log, use }: { dir: string; asOf: number; log: Logger; use: (policies: Policies) => void },
  signal: AbortSignal,
): Promise<void> {
  let known = asOf
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return
    try {
      if ((await countEffective(db)) === known) continue
      const { policies, notes, asOf: latest } = await readPoliciesInForce(db, dir, loadAside)
      use(policies)
      known = latest
      for (const note of notes) log.warn(note)
    } catch (error) {
      log.error({ error }, 'what was adopted could not be read: the policies stay as they are')
    }
  }
}

/**
 * Reads a rule set of a folder. A folder without an automation file has no automation rules, and one without item types
 * or templates has none, and one without times of storage has the longest.
 */
export function readRuleSet(dir: string, name: RuleSetName): string {
  if (name === 'notices') return readNoticesText(dir)
  const path = join(dir, `${name}.yaml`)
  const none = name === 'automation' ? NO_AUTOMATION : NONE_AT_FIRST.find((set) => set.name === name)?.text
  return none !== undefined && !existsSync(path) ? none : readFileSync(path, 'utf8')
}

function isWithoutRules(text: string): boolean {
  const { sources, rules } = readAutomation(AUTOMATION_FILE, text)
  return sources.size === 0 && rules.length === 0
}

/** The file or the folder of a rule set. */
export const fileOf = (name: RuleSetName): string => (name === 'notices' ? NOTICES_FOLDER : `${name}.yaml`)

const formatDiffering = (dir: string, name: RuleSetName): string =>
  `${fileOf(name)} in ${dir} differs from the approved version. ${UNTIL_AGREED[name]} until it is approved: propose it with countersign ${name === 'guards' ? 'guard' : name} adopt.`
const formatUnproven = ({ name, version, isJoined }: Unproven): string =>
  `Version ${version} of ${fileOf(name)} was put in force by one person, and does not prove to be stricter. ${isJoined ? 'It counts beside the versions before it' : 'It does not count'}. Run countersign verify.`
const UNTIL_AGREED: Record<RuleSetName, string> = {
  policies: 'Decisions go by what was agreed to',
  guards: 'Enforcements must meet both',
  budgets: 'Enforcements must keep to both',
  automation: 'Rules are those that were agreed to',
  queues: 'Cases go by what was agreed to',
  items: 'Item types are those that were agreed to',
  notices: 'Statements are made from what was agreed to',
  retention: 'Data is deleted as was agreed to',
}
