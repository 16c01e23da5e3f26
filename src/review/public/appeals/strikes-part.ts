import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { nameOf } from '../../../policy/basis.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { Policies } from '../../../policy/policies.ts'
import { countStrikes, sum } from '../../../policy/strikes/count-strikes.ts'
import { type ListedGround, listGrounds } from '../../strikes/strike-queries.ts'
import { wordsOf } from '../pages/page.ts'

/**
 * Writes the strike of an enforcement and the points of the person to whom its statement went. A link is handed on, to a
 * lawyer or the press, so its holder reads of no other enforcement. Without strikes: one line.
 */
export async function writeStrikes(
  { db, policies }: Pick<Desk, 'db' | 'policies'>,
  { enforcementId, language }: { enforcementId: string; language: PublicLanguage },
): Promise<Html> {
  const accountId = await findStruckAccount(db, enforcementId)
  if (accountId === null || policies.strikes.byPolicy.size === 0) return html``
  const strikes = countStrikes(await listGrounds(db, accountId, null))
  const own = strikes.filter((strike) => strike.enforcementId === enforcementId)
  const words = wordsOf(language)
  return html`<h2>${words(publicMessage('publicStatement.strikes'))}</h2>
${strikes.length === 0 ? html`<p>${words(publicMessage('publicStatement.noStrikes'))}</p>` : writeList({ own, points: sum(strikes.map(({ points }) => points)) }, policies, language)}
`
}

const findStruckAccount = async (db: Queryable, enforcementId: string): Promise<string | null> =>
  (await db.findValue<string | null>(sql`select account_id as id from enforcement where id = ${enforcementId}`)) ?? null

interface Struck {
  own: readonly ListedGround[]
  /** The points of all strikes of the account. */
  points: number
}

function writeList({ points, own }: Struck, policies: Policies, language: PublicLanguage): Html {
  const words = wordsOf(language)
  return html`<p>${words(publicMessage('publicStatement.points', { count: points }))}. ${words(publicMessage('publicStatement.strikesAbout'))}</p>
<ul>${own.map(({ policyId, points: count, struckAt: from, expiresAt: until }) => {
    const rule = nameRule(policies, policyId, language)
    return html`<li>${words(publicMessage('publicStatement.strike', { rule, count, from, until }))}</li>`
  })}</ul>`
}

/** Returns the clause by which a policy decides, in the reader's language, or else the policy's title. */
function nameRule({ policies, references }: Policies, policyId: string, language: PublicLanguage): string {
  const policy = policies.get(policyId)
  const clause = references.clauses.get(policy?.basis.clause ?? '')
  return clause ? nameOf(clause, language) : (policy?.title ?? policyId)
}
