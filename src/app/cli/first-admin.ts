import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import { FIRST_INVITATION_MINUTES, invitationLink, inviteStaff } from '../../people/invitations/invite.ts'
import { addStaff } from '../../people/staff/add-staff.ts'
import type { Desk } from '../../policy/desk.ts'

/** Shows a line on a terminal and nowhere else. Undefined: the output goes to a file or a log. */
export type Terminal = ((line: string) => void) | undefined

type OfDesk = Pick<Desk, 'db'> & { relyingParty: RelyingParty }

/**
 * Shows the first administrator's invitation link on a desk that never had a passkey: valid once, for a quarter of an
 * hour. It appears only on a terminal, because its reader becomes that administrator. Without a terminal it returns
 * instructions.
 */
export async function showFirstLink(desk: OfDesk, terminal: Terminal): Promise<string | undefined> {
  if (!(await isFirst(desk.db))) return undefined
  const admin = await findAdmin(desk.db)
  if (terminal === undefined) {
    const add = admin === undefined ? `countersign staff add ${FIRST} --name "Their name" --role admin, then ` : ''
    return `No person holds a passkey yet. Run in a terminal: ${add}countersign staff invite ${admin?.pseudonym ?? FIRST}. It shows the link for the first passkey.`
  }
  const staffId = admin?.id ?? (await addFirstAdmin(desk))
  terminal(await makeFirstLink(desk, staffId, admin?.pseudonym ?? FIRST))
  return undefined
}

/** True when no person ever had a passkey here, and the desk is no demo, test or replay. */
export async function isFirst(db: Queryable): Promise<boolean> {
  return db.onlyValue<boolean>(sql`
    select not exists (select from passkey) and not exists (select from database_mark) as first`)
}

/** Formats the link with an explanation. */
export async function makeFirstLink(desk: OfDesk, staffId: string, pseudonym: string): Promise<string> {
  const { secret } = await inviteStaff(desk, { staffId, minutes: FIRST_INVITATION_MINUTES }, DESK)
  return `\nThe first passkey of this desk, for ${pseudonym}, an administrator. Open this in your browser within ${FIRST_INVITATION_MINUTES} minutes. The person who opens it becomes ${pseudonym}:\n\n  ${invitationLink(desk, secret)}\n`
}

const FIRST = 'admin'

async function findAdmin(db: Queryable): Promise<{ id: string; pseudonym: string } | undefined> {
  return db.find<{ id: string; pseudonym: string }>(sql`
    select id, pseudonym from staff cross join lateral staff_standing(id) standing
    where standing.active and roles && array['admin'] order by created_at, id limit 1`)
}

async function addFirstAdmin(desk: Pick<Desk, 'db'>): Promise<string> {
  const person = {
    ...{ pseudonym: FIRST, name: 'The first administrator', roles: ['admin' as const], languages: [], clearances: [] },
    ...{ employment: 'employee' as const, employer: 'own', site: 'main', team: 'main', rollingContract: false },
  }
  return (await addStaff(desk, person, DESK)).id
}
