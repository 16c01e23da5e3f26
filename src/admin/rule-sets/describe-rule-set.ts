import type { Json } from '../../foundation/canonical.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described, WantedRuleSet } from '../change/wanted.ts'
import { refuseUnmet } from './automation-needs.ts'
import { listRecentProbes } from './compare/probe-enforcements.ts'
import { readSent, SENT } from './read-sent.ts'
import { listClaimed, listInForce } from './versions.ts'

/**
 * Compares a policy file that a person sent with the version in force. An isolated process reads it, one file per
 * person at a time.
 */
export async function describeRuleSet(
  db: Queryable,
  { name, text }: WantedRuleSet,
  person: string,
): Promise<{ described: Described; body: Json }> {
  const adopted = (await listInForce(db))[name]
  if (adopted?.text === text) {
    throw new DeskError('conflict', message('ruleSet.same', { name }))
  }
  const recent = name === 'guards' ? await listRecentProbes(db) : []
  const versions = (await listClaimed(db)).filter((version) => version.name === name)
  const comparing = SENT.run('compare', { name, text, versions, recent }, { person })
  const { needs, ...described } = await readSent(comparing, { refusal: 'notProposed', field: 'change/text' })
  if (needs !== null) await refuseUnmet(db, needs)
  const version = 1 + (adopted?.version ?? 0)
  const says = message('described.ruleSet.version', { version, name, says: described.says })
  return { described: { ...described, says }, body: { name, text, from: adopted?.hash ?? null } }
}
