import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import {
  AUTOMATION_FILE,
  type Automation,
  NO_AUTOMATION,
  readAutomation,
} from '../../policy/automation/automation-file.ts'
import { readBudgets } from '../../policy/budgets/budgets-file.ts'
import { readGuards } from '../../policy/guards/guards-file.ts'
import { inTransaction, type Pool, type Queryable } from '../../foundation/database/db.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { isDemo } from '../../foundation/is-demo.ts'
import type { IsolatedLimits } from '../../foundation/bounds/isolated.ts'
import { type AgreedTexts, BUDGETS_FILE, loadPolicies, type Policies, readQueues } from '../../policy/policies.ts'
import { readProfile } from '../../foundation/profile.ts'
import { SHADOW_WARNING } from '../setup/describe-profile.ts'
import { adoptAtSetup, findLatestAdoption, isSetUp, listAdopted, lockAdoption } from './versions.ts'
import { GUARDS_FILE, SENT } from './read-sent.ts'
import { ADOPTED_NAMES, type AdoptedName } from '../change/wanted.ts'

/** So soon every part of a running desk goes by what was agreed to. Until then it goes by the stricter. */
const LOOK_EVERY_MS = 1_000

type LoadPolicies = (dir: string, agreed: AgreedTexts) => Policies | Promise<Policies>

/** They were read within the limits when they were proposed; a machine that is busy now may take longer. */
const RELOAD_LIMITS: IsolatedLimits = { cpuMs: 5_000, wallMs: 60_000 }

/** In the process for rule sets, so that a desk at work stops for none. */
const loadAside: LoadPolicies = (dir, agreed) =>
  SENT.run('loadPolicies', { dir, agreed }, { person: null, limits: RELOAD_LIMITS })

export interface PoliciesInForce {
  policies: Policies
  /** What whoever runs the desk must be told: where the files say something else than what was agreed to. */
  notes: readonly string[]
  /** Which adoption it is as of: whoever remembers it knows when to read again. */
  asOf: number
}

/**
 * The policies of a folder as they are in force: orders must meet the guards and budgets that were agreed to and those of the files,
 * and cases go by the queues that were agreed to.
 */
export async function readPoliciesInForce(
  db: Queryable,
  dir: string,
  load: LoadPolicies = loadPolicies,
): Promise<PoliciesInForce> {
  const adopted = await listAdopted(db)
  const isDemosOwn = await isDemo(db)
  const differing = ADOPTED_NAMES.filter(
    (name) =>
      adopted[name] !== undefined &&
      adopted[name].text !== readText(dir, name) &&
      // A demo's people agreed to rules of their own, which are in no file.
      !(isDemosOwn && name === 'automation' && isWithoutRules(readText(dir, name))),
  )
  const missing = ADOPTED_NAMES.filter((name) => adopted[name] === undefined)
  const agreed = Object.fromEntries(Object.entries(adopted).map(([name, { text }]) => [name, text]))
  const { shadow } = await readProfile(db)
  const notes = [
    ...(shadow ? [SHADOW_WARNING] : []),
    ...differing.map((name) => sayDiffering(dir, name)),
    ...missing.map((name) => `Nobody has agreed to any ${name}.yaml yet: that of ${dir} is used.`),
  ]
  const asOf = Math.max(0, ...ADOPTED_NAMES.map((name) => adopted[name]?.id ?? 0))
  return { policies: await load(dir, agreed), notes, asOf }
}

/** The first files of a desk that is being set up are in force at once, on the record. Answers whether any were. */
export async function adoptFirst(db: Pool, dir: string): Promise<boolean> {
  loadPolicies(dir)
  return inTransaction(db, async (tx) => {
    await lockAdoption(tx)
    if (await isSetUp(tx)) return false
    const adopted = await listAdopted(tx)
    const missing = ADOPTED_NAMES.filter((name) => adopted[name] === undefined)
    for (const name of missing) READ[name](readText(dir, name))
    for (const name of missing) await adoptAtSetup(tx, name, readText(dir, name))
    return missing.length > 0
  })
}

/** Puts another file in force while the desk is being set up, at once and on the record. */
export async function adoptDuringSetup(db: Pool, name: AdoptedName, text: string): Promise<void> {
  READ[name](text)
  await inTransaction(db, async (tx) => {
    await lockAdoption(tx)
    if (await isSetUp(tx))
      throw new DeskError('conflict', 'Nothing was adopted: the desk is set up since a moment ago.')
    if ((await listAdopted(tx))[name]?.text !== text) await adoptAtSetup(tx, name, text)
  })
}

/** Reads the policies again whenever something was adopted, until told to stop. What can't be read changes nothing. */
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
      if ((await findLatestAdoption(db)) === known) continue
      const { policies, notes, asOf: latest } = await readPoliciesInForce(db, dir, loadAside)
      use(policies)
      known = latest
      for (const note of notes) log.warn(note)
    } catch (error) {
      log.error({ error: messageOf(error) }, 'what was adopted could not be read: the policies stay as they are')
    }
  }
}

/** Throws what is wrong with a text. */
const READ: Record<AdoptedName, (text: string) => unknown> = {
  guards: (text) => readGuards(GUARDS_FILE, text),
  queues: readQueues,
  budgets: (text) => readBudgets(BUDGETS_FILE, text),
  automation: (text) => refuseLive(readAutomation(AUTOMATION_FILE, text)),
}

function refuseLive({ rules }: Automation): void {
  const live = rules.filter(({ mode }) => mode === 'live').map(({ id }) => id)
  if (live.length === 0) return
  throw new DeskError(
    'conflict',
    `Nothing was adopted: ${live.join(', ')} would be live. A rule runs in shadow for a day first, and goes live by a change.`,
  )
}

/** Of a folder without rules there are none. */
function readText(dir: string, name: AdoptedName): string {
  const path = join(dir, `${name}.yaml`)
  return name === 'automation' && !existsSync(path) ? NO_AUTOMATION : readFileSync(path, 'utf8')
}

function isWithoutRules(text: string): boolean {
  const { sources, rules } = readAutomation(AUTOMATION_FILE, text)
  return sources.size === 0 && rules.length === 0
}

const sayDiffering = (dir: string, name: AdoptedName): string => `${name}.yaml in ${dir} ${DIFFERING[name]}`
const DIFFERING: Record<AdoptedName, string> = {
  guards:
    'is not what was agreed to. Orders must meet both until somebody agrees: countersign guard adopt asks for it.',
  budgets:
    'is not what was agreed to. Orders must keep to both until somebody agrees: countersign budgets adopt asks for it.',
  automation:
    'is not what was agreed to. Rules are those that were agreed to until somebody agrees: countersign automation adopt asks for it.',
  queues:
    'is not what was agreed to. Cases go by what was agreed to until somebody agrees: countersign queues adopt asks for it.',
}
