import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import { addStaff } from '../../people/staff/add-staff.ts'
import { FIRST_INVITATION_MINUTES, invitationLink, inviteStaff } from '../../people/invitations/invite.ts'

/** Shows a line on a terminal and nowhere else. Undefined: whatever is said goes to a file or a log. */
export type Terminal = ((line: string) => void) | undefined

type OfDesk = Pick<Desk, 'db'> & { relyingParty: RelyingParty }

/**
 * On a desk on which nobody ever held a passkey, shows the first administrator's link: good once, for a quarter of an
 * hour, and on a terminal alone, for whoever reads it becomes that administrator. Answers what to do where there is none.
 */
export async function showFirstLink(desk: OfDesk, terminal: Terminal): Promise<string | undefined> {
  if (!(await isFirst(desk.db))) return undefined
  if (terminal === undefined) {
    return 'Nobody holds a passkey yet. In a terminal, countersign staff invite with the name of an administrator shows the link for the first.'
  }
  const admin = await findAdmin(desk.db)
  const staffId = admin?.id ?? (await addFirstAdmin(desk))
  terminal(await makeFirstLink(desk, staffId, admin?.pseudonym ?? FIRST))
  return undefined
}

/** Whether nobody ever held a passkey here, and this is no desk of invented people. */
export async function isFirst(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ first: boolean }>(sql`
    select not exists (select from passkey) and not exists (select from database_mark) as first`)
  return rows[0]?.first === true
}

/** The link as it is shown, with what it is. */
export async function makeFirstLink(desk: OfDesk, staffId: string, pseudonym: string): Promise<string> {
  const { secret } = await inviteStaff(desk, { staffId, minutes: FIRST_INVITATION_MINUTES }, DESK)
  return `\nThe first passkey of this desk, for ${pseudonym}, an administrator. Open this in your browser within ${FIRST_INVITATION_MINUTES} minutes; whoever does is ${pseudonym}:\n\n  ${invitationLink(desk, secret)}\n`
}

const FIRST = 'admin'

async function findAdmin(db: Queryable): Promise<{ id: string; pseudonym: string } | undefined> {
  const { rows } = await db.query<{ id: string; pseudonym: string }>(sql`
    select id, pseudonym from staff cross join lateral staff_standing(id) standing
    where standing.active and roles && array['admin'] order by created_at, id limit 1`)
  return rows[0]
}

async function addFirstAdmin(desk: Pick<Desk, 'db'>): Promise<string> {
  const person = {
    ...{ pseudonym: FIRST, name: 'The first administrator', roles: ['admin' as const], languages: [], clearances: [] },
    ...{ employment: 'employee' as const, employer: 'own', site: 'main', team: 'main', rollingContract: false },
  }
  return (await addStaff(desk, person, DESK)).id
}
