import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, WantedRuleSet } from '../change/wanted.ts'
import { refuseUnmet } from './automation-needs.ts'
import { listRecentProbes } from './compare/probe-enforcements.ts'
import { describeStrikes, withImpact } from './describe-strikes.ts'
import { readSent, SENT } from './read-sent.ts'
import { describeSuccession, readSuccession } from './versions/succession.ts'

/**
 * Compares a policy file that a person sent with the version that is in force when it takes effect. An isolated process
 * reads it, one file per person at a time.
 */
export async function describeRuleSet(
  db: Queryable,
  { name, text, effectiveAt }: WantedRuleSet,
  person: string,
): Promise<{ described: Described; body: Json }> {
  const succession = await readSuccession(db, { name, effectiveAt }, 'change/effectiveAt')
  const { newest, replaced, versions, withdrawn } = succession
  if (replaced?.text === text && withdrawn.length === 0) {
    throw new DeskError('conflict', message(effectiveAt ? 'ruleSet.sameThen' : 'ruleSet.same', { name }))
  }
  const recent = name === 'guards' ? await listRecentProbes(db) : []
  const comparing = SENT.run('compare', { name, text, versions, recent }, { person })
  const { needs, declares, ...described } = await readSent(comparing, { refusal: 'notProposed', field: 'change/text' })
  if (needs !== null) await refuseUnmet(db, needs)
  const version = 1 + (newest?.version ?? 0)
  const impact = name === 'policies' ? await describeStrikes(db, declares) : []
  const differs = describeSuccession({ effectiveAt }, succession, withImpact(described.says, impact))
  const says = message('described.ruleSet.version', { version, name, says: differs })
  const [from, replaces] = [newest?.hash ?? null, replaced?.hash ?? null]
  const body = {
    ...{ name, text, from },
    ...(effectiveAt && { effectiveAt: effectiveAt.toISOString() }),
    ...(replaces !== from && { replaces }),
    ...(declares && { declares: [...declares] }),
  }
  return { described: { ...described, says }, body }
}

/**
 * Throws when the declarations of a change are not those of its text: people read the text, and PostgreSQL checks
 * enforcements by the declarations.
 */
export async function refuseOtherDeclares({ id: changeId, kind, body }: Change): Promise<void> {
  if (kind !== 'rule_set') return
  const { name, text, declares = null } = JSON.parse(body)
  if (name !== 'items' && name !== 'retention' && name !== 'policies') return
  const listed = await SENT.run('listDeclares', { name, text }, { person: null })
  if (canonicalJson(declares) !== canonicalJson(listed === null ? null : [...listed]))
    throw new DeskError('conflict', message('ruleSet.otherDeclares', { changeId }))
}
