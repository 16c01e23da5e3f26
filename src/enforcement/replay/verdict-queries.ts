import { type Facts, NEVER_KEPT } from '../../policy/guards/facts.ts'
import type { JudgedBy, Judgement } from '../../policy/guards/judge.ts'
import { isGuarded } from '../../policy/guards/judge.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { verdictHash } from '../../ledger/entries/content-hash.ts'

const ACTOR_FACT = 'actor.'

/** A verdict as it is stored. The proposer's facts are a field of their own, so that they can be deleted. */
interface StoredVerdict {
  outcome: 'clear' | 'guarded'
  requirement: Requirement
  fired: Judgement['fired']
  off: Judgement['off']
  facts: object
  actorFacts: object | null
}

/** Selects the parts of a verdict that are stored. */
export function toStored(judgement: Judgement, { facts, account, spent = [] }: JudgedBy): StoredVerdict {
  const entries = Object.entries(facts).filter(([name]) => !NEVER_KEPT.some((never) => never === name))
  const isActor = ([name]: [string, unknown]) => name.startsWith(ACTOR_FACT)
  return {
    outcome: isGuarded(judgement.requirement) ? 'guarded' : 'clear',
    requirement: judgement.requirement,
    fired: judgement.fired,
    off: judgement.off,
    facts: { account, facts: Object.fromEntries(entries.filter((entry) => !isActor(entry))) },
    // A person's spending is as personal as their time at work, and is deleted together with it.
    actorFacts: { ...Object.fromEntries(entries.filter(isActor)), ...(spent.length === 0 ? {} : { spent }) },
  }
}

/** Stores a verdict. Returns the hash that its ledger entry contains. */
export function insertVerdict(tx: Tx, enforcementId: string, verdict: StoredVerdict, policyHash: Buffer): string {
  tx.queue(prepared('insert-verdict')`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, actor_facts, policy_hash)
    values (${enforcementId}, ${verdict.outcome}, ${JSON.stringify(verdict.requirement)}, ${JSON.stringify(verdict.fired)},
      ${verdict.off}, ${JSON.stringify(verdict.facts)}, ${JSON.stringify(verdict.actorFacts)}, ${policyHash})`)
  const { actorFacts: _actorFacts, ...told } = verdict
  return verdictHash({ ...told, policyHash: policyHash.toString('hex') })
}

export interface FoundVerdict extends Omit<StoredVerdict, 'facts' | 'actorFacts'> {
  facts: { account: JudgedBy['account']; facts: Partial<Facts> }
  actorFacts: (Partial<Facts> & { spent?: JudgedBy['spent'] }) | null
  policyHash: Buffer
  judgedAt: Date
}

/** Lists the verdicts on an enforcement, the oldest first. */
export async function listVerdicts(db: Queryable, enforcementId: string): Promise<FoundVerdict[]> {
  return db.list<FoundVerdict>(prepared('list-verdicts')`
    select outcome, requirement, fired, off, facts, actor_facts as "actorFacts", policy_hash as "policyHash",
      judged_at as "judgedAt"
    from verdict where enforcement_id = ${enforcementId} order by id`)
}

/** Finds the latest requirement of each enforcement, and its account, by the enforcement's id. */
export async function findVerdicts(
  db: Queryable,
  enforcementIds: readonly string[],
): Promise<ReadonlyMap<string, { requirement: Requirement; account: JudgedBy['account'] }>> {
  const { rows } = await db.query<{ id: string; requirement: Requirement; account: JudgedBy['account'] }>(
    prepared('find-verdicts')`
    select distinct on (enforcement_id) enforcement_id as id, requirement, facts -> 'account' as account from verdict
    where enforcement_id = any (${enforcementIds}) order by enforcement_id, verdict.id desc`,
  )
  return new Map(rows.map(({ id, ...verdict }) => [id, verdict]))
}
