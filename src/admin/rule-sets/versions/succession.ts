import sql from 'sql-template-tag'
import { Type } from 'typebox'
import type { Queryable } from '../../../foundation/database/db.ts'
import { type Message, message, type Text } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import { DAY_MS } from '../../../foundation/durations.ts'
import { readDeskTime } from '../../../foundation/time/desk-time.ts'
import { readTime } from '../../../foundation/time/read-time.ts'
import type { RuleSetName } from '../../../policy/rule-sets.ts'
import { paragraphs } from '../../describe/paragraphs.ts'
import type { ClaimedVersion } from '../counting-versions.ts'
import { isSetUp, listClaimed } from '../versions.ts'

/** The latest date of a version, in days from now. Twin of rule_set_version_effective_check in SQL. */
export const EFFECTIVE_DAYS_MAX = 365

/** The field for the time at which a version of the policies takes effect. */
export const EffectiveAt = Type.String({
  ...{ format: 'date-time', maxLength: 40 },
  description: 'For policies: the time at which the version takes effect, within a year. Omitted: at its adoption.',
})

export const readEffectiveAt = (text: string | undefined, field: string): Date | undefined =>
  text === undefined ? undefined : readTime(text, field)

/** A new version of a rule set that a person drafts. Without a date it takes effect when it is adopted. */
export interface Draft {
  name: RuleSetName
  effectiveAt?: Date | undefined
}

/** The place of a new version among the others. */
interface Succession {
  /** The newest version, whether or not it has taken effect. */
  newest: { version: number; hash: string } | undefined
  /** The version that is in force when the new one takes effect: the new one is compared with it. */
  replaced: Replaced | undefined
  /** The versions that may count at that time. */
  versions: readonly ClaimedVersion[]
  /** The planned versions that never take effect because of the new one, which has a higher number and comes first. */
  withdrawn: readonly Planned[]
}

interface Replaced {
  version: number
  text: string
  hash: string
  isPlanned: boolean
}

interface Planned {
  version: number
  effectiveAt: Date
}

/** Reads the place of a new version. Refuses a date, by the name of its field, that the version can't have. */
export async function readSuccession(db: Queryable, { name, effectiveAt }: Draft, field: string): Promise<Succession> {
  if (effectiveAt !== undefined) await refuseDate(db, { name, effectiveAt }, field)
  const at = effectiveAt ?? null
  const newest = await db.find<{ version: number; hash: string }>(sql`
    select version, encode(hash, 'hex') as hash from rule_set_version where name = ${name} order by version desc limit 1`)
  const replaced = await db.find<Replaced>(sql`
    select version, text, encode(hash, 'hex') as hash, coalesce(effective_at > desk_now(), false) as "isPlanned"
    from version_in_force(${name}, coalesce(${at}::timestamptz, desk_now()))`)
  const withdrawn = await db.list<Planned>(sql`
    select version, effective_at as "effectiveAt" from rule_set_version planned
    where name = ${name} and effective_at > desk_now() and effective_at >= coalesce(${at}::timestamptz, desk_now())
      and version = (select version from version_in_force(planned.name, planned.effective_at))
    order by version`)
  const versions = (await listClaimed(db, at)).filter((version) => version.name === name)
  return { newest, replaced, versions, withdrawn }
}

/**
 * Guards, budgets and the other rule sets take effect at once, and so does everything during set-up, when one person
 * adopts alone: a version that waits would take effect later without the delay of a change.
 */
async function refuseDate(db: Queryable, { name, effectiveAt }: Required<Draft>, field: string): Promise<void> {
  if (name !== 'policies') throw invalidField(field, message('ruleSet.dateOfOthers'))
  if (!(await isSetUp(db))) throw invalidField(field, message('ruleSet.dateInSetUp'))
  const aheadMs = Number(effectiveAt) - Number(await readDeskTime(db))
  if (aheadMs <= 0) throw invalidField(field, message('ruleSet.datePast'))
  if (aheadMs > EFFECTIVE_DAYS_MAX * DAY_MS) {
    throw invalidField(field, message('ruleSet.dateTooLate', { limit: EFFECTIVE_DAYS_MAX }))
  }
}

/**
 * Puts the time at which a new version takes effect, the version with which it is compared and those that it withdraws
 * before its changes: an approver reads them first. Pure.
 */
export function describeSuccession(
  { effectiveAt }: Pick<Draft, 'effectiveAt'>,
  { replaced, withdrawn }: Succession,
  says: Text,
): Text {
  const notes: Message[] = [
    ...(effectiveAt === undefined ? [] : [message('described.ruleSet.takesEffect', { effectiveAt })]),
    ...(replaced?.isPlanned ? [message('described.ruleSet.comparedWith', { version: replaced.version })] : []),
    ...withdrawn.map((planned) => message('described.ruleSet.withdrawn', { ...planned })),
  ]
  return notes.length === 0 ? says : paragraphs([...notes, says])
}
