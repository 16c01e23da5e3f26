import type { Desk } from '../../policy/desk.ts'
import {
  type Asked,
  readFromPlatform,
  asksPlatform,
  gatherFacts,
  NOT_ASKED,
} from '../../enforcement/facts/read-platform.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { runHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob } from '../../foundation/jobs.ts'
import { act } from './act.ts'
import type { Mode } from '../../policy/automation/automation-file.ts'
import { type FoundSubject, findSubject } from './known-queries.ts'
import { isPaused } from './pause-queries.ts'
import { isAskedOf, planRules, type Spoken } from './plan-rules.ts'
import { insertRun, listTried, recordRules, type RunRow } from './rule-queries.ts'
import { planDeed } from './acted-subject.ts'

/**
 * Evaluates all automation rules for a subject and carries out those whose condition holds, each once for a case. In
 * shadow mode it only records them. Each rule runs in its own transaction with its ledger entry. May run twice, or
 * late.
 */
export async function runAutomation(desk: Desk, job: Job): Promise<void> {
  const { automation } = desk.policies
  const known = await knowAccount(desk, await findSubject(desk.db, job.key))
  await recordRules(
    desk.db,
    automation.rules.filter((rule) => isAskedOf(rule, known)),
  )
  for (const spoken of planRules(automation, known)) await carryOut(desk, known, spoken)
  await finishJob(desk.db, job)
}

/**
 * Reads an unknown account from the platform first, where a rule needs its facts. Facts that can't be read stay
 * unknown, and no rule acts on them.
 */
async function knowAccount(desk: Desk, known: FoundSubject): Promise<FoundSubject> {
  const { rules } = desk.policies.automation
  const asks = rules.some(({ when }) => [...when.reads].some((name) => name.startsWith('account.')))
  if (known.isKnown || !asks) return known
  await gatherFacts(desk, known.subject)
  return findSubject(desk.db, known.subject)
}

async function carryOut(desk: Desk, known: FoundSubject, spoken: Spoken): Promise<void> {
  const { rule, signal, holds } = spoken
  const mode = await modeOf(desk, spoken)
  const { subject, caseId } = known
  const run = { rule, mode, subject, caseId, signalId: signal?.id ?? null, why: null, enforcementId: null }
  if (mode === 'shadow' || holds === 'unknown') {
    const outcome = holds === 'unknown' ? 'unknown' : 'would'
    return inTransaction(desk.db, (tx) => storeRun(tx, { ...run, outcome }))
  }
  const read = await readPlatform(desk, known, spoken)
  await inTransaction(desk.db, async (tx) => {
    const done = await act(tx, desk, { known, spoken, read })
    if (done !== undefined) await storeRun(tx, { ...run, ...done })
  })
}

/**
 * A rule acts only if people agreed to it, it ran in shadow mode in this version, and it is not paused. All others only
 * record.
 */
async function modeOf(desk: Desk, { rule }: Spoken): Promise<Mode> {
  if (rule.mode === 'shadow' || (await isPaused(desk.db, rule.source, rule.id))) return 'shadow'
  return (await listTried(desk.db, [rule.hash])).has(rule.hash) ? 'live' : 'shadow'
}

/** Reads the platform for restrictive actions, outside the transaction that judges them. */
async function readPlatform(desk: Desk, known: FoundSubject, { rule: { does } }: Spoken): Promise<Asked> {
  const planned = does.kind === 'route' ? undefined : planDeed(desk.policies, does, known)
  if (planned === undefined || 'why' in planned || !asksPlatform(planned.action)) return NOT_ASKED
  return readFromPlatform(desk, planned.subject)
}

async function storeRun(tx: Tx, run: RunRow): Promise<void> {
  const runId = await insertRun(tx, run)
  if (runId === undefined) return
  const { rule, subject, enforcementId, ...said } = run
  const content = {
    ...said,
    ruleId: rule.id,
    ruleHash: rule.hash,
    source: rule.source,
    does: rule.does.kind,
    enforcementId,
  }
  queueEntry(tx, {
    kind: 'rule_spoke',
    runId,
    contentHash: runHash(content),
    by: { kind: 'source', id: rule.source },
    subject,
    ...(enforcementId === null ? {} : { enforcementId }),
  })
}
