import { join } from 'node:path'
import { isSetUp } from '../../admin/rule-sets/versions.ts'
import { changersMin, endSetup, type Named, type SetupEnd } from '../../admin/setup/end-setup.ts'
import { adoptDuringSetup, fileOf, readRuleSet } from '../../admin/rule-sets/policies-in-force.ts'
import { RULE_SETS } from '../../policy/rule-sets.ts'
import { organisationMessage } from '../../admin/setup/describe-profile.ts'
import { setProfileAtSetup } from '../../admin/setup/profile.ts'
import type { Organisation } from '../../foundation/domain.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { readProfile } from '../../foundation/profile.ts'
import { loadPolicies } from '../../policy/policies.ts'
import { formatTable } from './print/format-table.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/** The outcome of ending set-up, and the text about it. */
interface EndedSetup {
  kind: SetupEnd['kind']
  text: string
}

/** Ends set-up with the rule sets of a folder, if it can end. */
export async function tryEndSetup(db: Pool, folder: string, organisation?: Organisation): Promise<EndedSetup> {
  loadPolicies(folder)
  if (organisation !== undefined) await setProfileAtSetup(db, { organisation })
  if (!(await isSetUp(db))) {
    for (const name of RULE_SETS) {
      await adoptDuringSetup(db, name, readRuleSet(folder, name))
    }
  }
  const { organisation: now } = await readProfile(db)
  const end = await endSetup(db)
  return {
    kind: end.kind,
    text: `Profile: ${now}. ${renderMessage(organisationMessage(now))}\n\n${formatEnd(end, folder, now)}`,
  }
}

function formatEnd(end: SetupEnd, folder: string, organisation: Organisation): string {
  switch (end.kind) {
    case 'ended':
      return `The desk is set up: it goes by the rule sets of ${folder}, and from now on what loosens it takes ${organisation === 'solo' ? 'a day and a fresh look' : 'two people'}. Named are:\n\n${formatNamed(end.people)}`
    case 'already':
      return `The desk was set up before. To have it go by these: ${RULE_SETS.map((name) => `countersign ${name === 'guards' ? 'guard' : name} adopt ${join(folder, fileOf(name))}`).join(', ')}; another person must agree.`
    case 'demo':
      return 'This is a demo, which is never done being set up.'
    case 'too_few':
      return `The desk is still being set up, and one person can change what takes two later: name at least ${changersMin(organisation)} of policy, lead or admin with "countersign staff add", then: COUNTERSIGN_POLICIES=${folder} countersign init --end${end.people.length === 0 ? '' : `\n\n${formatNamed(end.people)}`}`
    case 'nothing_adopted':
      throw new Error('every rule set was adopted a moment ago and one is not there')
    default:
      return end satisfies never
  }
}

const formatNamed = (people: readonly Named[]): string =>
  formatTable(
    ['ID', 'PSEUDONYM', 'ROLES'],
    people.map(({ id, pseudonym, roles }) => [id, pseudonym, roles.join(' ')]),
  )
