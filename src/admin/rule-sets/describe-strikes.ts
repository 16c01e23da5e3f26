import sql from 'sql-template-tag'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Message, message, type TextItem } from '../../foundation/messages/message.ts'
import { STRIKE_CASES_AN_HOUR_MAX } from '../../policy/strikes/count-strikes.ts'
import { paragraphs } from '../describe/paragraphs.ts'

interface Reaching {
  points: number
  accounts: number
  reaching: number
  asIf: number
}

/**
 * Describes for the approver how many accounts reach each threshold of a draft. Empty: its strikes are those in force,
 * or it has no threshold.
 */
export async function describeStrikes(db: Queryable, declares: readonly Json[] | null): Promise<Message[]> {
  if (declares === null) return []
  const inForce = await db.findValue<Json>(sql`
    select coalesce(declares, '[]') as declares from version_in_force('policies', desk_now())`)
  if (canonicalJson(inForce ?? []) === canonicalJson([...declares])) return []
  const reaching = await db.list<Reaching>(sql`
    select points, accounts, reaching, reaching_as_if as "asIf" from count_reaching_accounts(${JSON.stringify(declares)})`)
  if (reaching.length === 0) return []
  return [
    ...reaching.map((of) => message('described.strikes.impact', { ...of })),
    message('described.strikes.opens', { max: STRIKE_CASES_AN_HOUR_MAX }),
  ]
}

/** Returns a description with the impact of the strikes below it. */
export const withImpact = <Says extends TextItem>(says: Says, impact: readonly Message[]): Says | Message =>
  impact.length === 0 ? says : paragraphs([says, ...impact])
