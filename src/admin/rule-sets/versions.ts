import sql from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import { DESK, type Actor } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { RULE_SETS, type RuleSetName } from '../../policy/rule-sets.ts'
import type { ClaimedVersion } from './counting-versions.ts'

/** The version of a policy file that is in force. */
interface RuleSetVersion {
  name: RuleSetName
  version: number
  text: string
  /** The SHA-256, in hex, of its text. */
  hash: string
}

export type InForce = Partial<Record<RuleSetName, RuleSetVersion>>

/** Lists the versions in force; none before the first start. */
export async function listInForce(db: Queryable): Promise<InForce> {
  const { rows } = await db.query<RuleSetVersion>(sql`
    select version.name, version, text, encode(hash, 'hex') as hash
    from unnest(${[...RULE_SETS]}::text[]) known cross join lateral version_in_force(known, desk_now()) version`)
  return Object.fromEntries(rows.map((row) => [row.name, row]))
}

/**
 * Lists the versions of each policy file that have taken effect at a time, since the last one that two people agreed to,
 * or that was put in force during set-up. Without a time: now.
 */
export async function listClaimed(db: Queryable, at: Date | null = null): Promise<ClaimedVersion[]> {
  return db.list<ClaimedVersion>(sql`
    with claimed as (
      select adopted.name, adopted.version, adopted.text, coalesce(change.direction = 'stricter', false) as alone
      from rule_set_version adopted left join desk_change change on change.id = adopted.change_id
      where coalesce(adopted.effective_at, adopted.adopted_at) <= coalesce(${at}::timestamptz, desk_now()))
    select name, version, text, alone as "isAlone" from claimed
    where version >= coalesce((select max(version) from claimed agreed where agreed.name = claimed.name and not alone), 0)
    order by name, version`)
}

export const listMissing = (inForce: InForce): RuleSetName[] => RULE_SETS.filter((name) => inForce[name] === undefined)

/** Finds the text of a version that was in force at some time, by its hash. */
export async function findVersionText(db: Queryable, name: RuleSetName, hash: string): Promise<string | undefined> {
  return db.findValue<string>(sql`
    select text from rule_set_version where name = ${name} and hash = decode(${hash}, 'hex') order by version desc limit 1`)
}

/** Counts the versions that have taken effect: a reader that remembers the count knows when to read again. */
export async function countEffective(db: Queryable): Promise<number> {
  return db.onlyValue<number>(sql`
    select count(*) as count from rule_set_version where coalesce(effective_at, adopted_at) <= desk_now()`)
}

/** True once the desk is set up: from then on a looser change takes two people. */
export async function isSetUp(db: Queryable): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select exists (select from setup_end) as done`)) === true
}

/** Puts a version in force during set-up; PostgreSQL refuses it later. */
export async function adoptAtSetup(
  tx: Tx,
  { name, text, declares }: { name: RuleSetName; text: string; declares: readonly Json[] | null },
  by: Actor = DESK,
): Promise<void> {
  const { rows } = await tx.query<{ version: number; hash: string }>(sql`
    insert into rule_set_version (name, text, hash, declares)
    values (${name}, ${text}, sha256(convert_to(${text}, 'UTF8')), ${declares && JSON.stringify(declares)})
    returning version, encode(hash, 'hex') as hash`)
  queueEntry(tx, { kind: 'rule_set_adopted', name, ...only(rows), by })
}

/** Records in the ledger which version a change adopted, and when it takes effect if that is later. */
export async function recordAdoption(tx: Tx, { id: changeId }: { id: string }, by: Actor): Promise<void> {
  const { effectiveAt, ...adopted } = await tx.only<Adopted>(sql`
    select name, version, encode(hash, 'hex') as hash, effective_at as "effectiveAt"
    from rule_set_version where change_id = ${changeId}`)
  const later = effectiveAt === null ? {} : { effectiveAt: effectiveAt.toISOString() }
  queueEntry(tx, { kind: 'rule_set_adopted', ...adopted, ...later, changeId, by })
}

type Adopted = Omit<RuleSetVersion, 'text'> & { effectiveAt: Date | null }

/** A lock makes two people who put files in force at the same moment wait for each other. */
export async function lockAdoption(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('rule_set_version'))`)
}
