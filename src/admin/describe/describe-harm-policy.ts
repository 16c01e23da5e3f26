import sql from 'sql-template-tag'
import type { Harm } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described } from '../change/wanted.ts'

const HARM_NAMES: Record<Harm, string> = {
  child_abuse: 'child abuse',
  intimate_images: 'intimate images shared without consent',
  home_address: 'a home address made public',
  suicide_in_progress: 'a suicide in progress',
  threat_to_life: 'a credible threat to life',
}

/** Describes marking a policy as irreversible harm, or removing the mark. Refuses one that changes nothing. */
export async function describeHarmPolicy(
  db: Queryable,
  { policyId, harm }: { policyId: string; harm: Harm | null },
): Promise<Described> {
  const { rows } = await db.query<{ before: Harm | null }>(
    sql`select irreversible_harm_of_policy(${policyId}) as before`,
  )
  if (rows[0]?.before === harm) {
    throw new DeskError('conflict', message('harmPolicy.same', { policyId }))
  }
  if (harm === null) {
    const says = `${policyId} no longer covers irreversible harm: it is no longer a ground on which one person acts alone.`
    return { says, direction: 'stricter' }
  }
  const says = `${policyId} covers irreversible harm (${HARM_NAMES[harm]}): under it one person takes a content of a protected account offline at once, if it was published or edited within 24 hours, at most 20 of one account in 24 hours. It stays offline, and on-call is alerted every 15 minutes until a second person confirms it.`
  return { says, direction: 'looser' }
}
