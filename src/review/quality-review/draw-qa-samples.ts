import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inSavepoint, inTransaction, sqlState, type Tx, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { readProfile } from '../../foundation/profile.ts'
import type { QaSampleRule, QaSamples } from '../../policy/queues.ts'
import { type Drawn, listToDraw, lockDraw, openForQaSample, queueDraw } from './qa-sample-queries.ts'

/**
 * The delay before a case may return as a QA sample: its first reviewer no longer recognises it, and all its writes are
 * committed.
 */
const AFTER_MS = 10 * 60_000
const AT_ONCE_MAX = 1_000

type Why = 'severe' | 'protected' | 'reporters' | 'set'
/** Without QA samples in the policies only parts of dismissed sets are judged again, within a day. */
const ONLY_SETS: QaSamples = { withinMs: DAY_MS, rules: [] }

/**
 * Draws QA samples from cases closed without a violation and opens them again; returns how many. Each case is drawn
 * once, by any worker and after any crash.
 */
export async function drawQaSamples({ db, policies }: Pick<Desk, 'db' | 'policies'>): Promise<number> {
  const { qaSamples = ONLY_SETS } = policies
  return inTransaction(db, async (tx) => {
    const from = await lockDraw(tx)
    const until = new Date(tx.now.getTime() - AFTER_MS)
    if (from === undefined || from >= until) return 0
    // A solo desk has no other reviewer, so it draws no samples.
    if ((await readProfile(tx)).organisation === 'solo') {
      queueDraw(tx, until)
      return 0
    }
    const decided = await listToDraw(tx, { from, until, limit: AT_ONCE_MAX })
    let opened = 0
    for (const drawn of decided.filter((each) => each.ofSet || each.draw < shareOf(qaSamples.rules, each))) {
      if (await openAgain(tx, qaSamples, drawn)) opened++
    }
    const last = decided.length === AT_ONCE_MAX ? decided.at(-1)?.decidedAt : undefined
    queueDraw(tx, last ?? until)
    return opened
  })
}

type Looked = Pick<Drawn, 'severity' | 'protected' | 'reporters' | 'right'>

/** Returns the share of such cases to draw: the highest that a matching rule states. */
export const shareOf = (rules: readonly QaSampleRule[], looked: Looked): number =>
  Math.max(0, ...rules.filter((rule) => fits(rule, looked)).map(({ share }) => share))

const fits = (rule: QaSampleRule, { severity, protected: isProtected, reporters, right }: Looked): boolean =>
  severity >= (rule.severityAtLeast ?? 0) &&
  (rule.protected === undefined || rule.protected === isProtected) &&
  reporters >= (rule.reportersAtLeast ?? 0) &&
  right >= (rule.rightAtLeast ?? 0)

/** Returns in one word why the rule with that share matches. */
function reasonOf(rules: readonly QaSampleRule[], looked: Looked): Why {
  const share = shareOf(rules, looked)
  const rule = rules.find((each) => each.share === share && fits(each, looked))
  if (rule?.protected !== undefined) return 'protected'
  return rule?.severityAtLeast === undefined ? 'reporters' : 'severe'
}

/**
 * Opens a case as a QA sample; false when it is open already, or a report opens another case of its subject at this
 * moment.
 */
async function openAgain(tx: Tx, { withinMs, rules }: QaSamples, drawn: Drawn): Promise<boolean> {
  const why = drawn.ofSet ? 'set' : reasonOf(rules, drawn)
  const dueAt = new Date(drawn.decidedAt.getTime() + withinMs)
  try {
    const opened = await inSavepoint(tx, () => openForQaSample(tx, drawn, { why, dueAt }))
    if (opened === undefined) return false
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return false
    throw error
  }
  const { caseId, decisionId, subject } = drawn
  queueEntry(tx, { kind: 'qa_sample_asked', caseId, decisionId, why, by: DESK, subject })
  return true
}
