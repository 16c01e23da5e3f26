import { randomUUID } from 'node:crypto'
import sql from 'sql-template-tag'
import { DESK, type KeyScope, type Role } from '../../src/foundation/domain.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { staffHash } from '../../src/ledger/entries/content-hash.ts'
import { inTransaction, type Pool, type Tx } from '../../src/foundation/database/db.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { addSoftwareKey } from '../../src/people/passkeys/add-software-key.ts'
import type { SoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import { addToRota, type Turn } from '../../src/people/shifts/rota.ts'
import { beginSession } from '../../src/people/sessions/sessions.ts'
import { makeSecret } from '../../src/people/access/tokens.ts'

export interface GivenStaff {
  roles?: readonly Role[]
  languages?: readonly string[]
  clearances?: readonly string[]
  employment?: 'employee' | 'contractor'
  employer?: string
  site?: string
  team?: string
  rollingContract?: boolean
  startsAt?: Date
  endsAt?: Date
  noticeGivenAt?: Date
  tokenExpiresAt?: Date
  /** Begins a shift, planned for eight hours unless `plannedMinutes` says otherwise. */
  onShift?: boolean
  plannedMinutes?: number
}

export interface GivenPerson {
  id: string
  token: string
  tokenId: string
}

const SHIFT_MINUTES = 480

/** Inserts a person, a reviewer unless stated otherwise, with a token for requests; all of it in the ledger too. */
export async function givenStaff(db: Pool, given: GivenStaff = {}): Promise<GivenPerson> {
  const secret = makeSecret('pat')
  const added = await inTransaction(db, async (tx) => {
    const id = await insertPerson(tx, given)
    const tokens = await tx.query<{ id: string }>(sql`
      insert into staff_token (staff_id, label, secret_hash, expires_at)
      values (${id}, 'test', ${secret.hash}, coalesce(${given.tokenExpiresAt ?? null}, desk_now() + interval '1 day'))
      returning id`)
    const tokenId = only(tokens.rows).id
    queueEntry(tx, { kind: 'staff_token_added', staffId: id, tokenId, by: DESK })
    return { id, token: secret.text, tokenId }
  })
  if (given.onShift) await givenShift(db, added.id, given.plannedMinutes)
  return added
}

/** Makes a pseudonym that no other person has. */
export const makePseudonym = () => `p-a${randomUUID().replaceAll('-', '')}`

async function insertPerson(tx: Tx, given: GivenStaff): Promise<string> {
  const roles = given.roles ?? ['reviewer']
  const content = {
    pseudonym: makePseudonym(),
    name: 'Somebody Invented',
    languages: given.languages ?? ['en'],
    clearances: given.clearances ?? [],
    employment: given.employment ?? 'employee',
    employer: given.employer ?? 'Example',
    site: given.site ?? 'Dublin',
    team: given.team ?? 'general',
    rollingContract: given.rollingContract ?? false,
  }
  const { rows } = await tx.query<{ id: string }>(sql`
    insert into staff (pseudonym, name, roles, languages, clearances, employment, employer, site, team, rolling_contract,
      starts_at, ends_at, notice_given_at)
    values (${content.pseudonym}, ${content.name}, ${roles}, ${content.languages}, ${content.clearances},
      ${content.employment}, ${content.employer}, ${content.site}, ${content.team}, ${content.rollingContract},
      coalesce(${given.startsAt ?? null}, desk_now()), ${given.endsAt ?? null}, ${given.noticeGivenAt ?? null})
    returning id`)
  const staffId = only(rows).id
  const end = given.endsAt ? { endsAt: given.endsAt.toISOString() } : {}
  queueEntry(tx, { kind: 'staff_added', staffId, roles, ...end, contentHash: staffHash(content), by: DESK })
  return staffId
}

/** Begins a person's shift. */
export async function givenShift(db: Pool, staffId: string, plannedMinutes = SHIFT_MINUTES): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query(sql`
      insert into shift_event (staff_id, kind, planned_minutes) values (${staffId}, 'start', ${plannedMinutes})`)
    queueEntry(tx, { kind: 'shift_started', staffId, by: { kind: 'staff', id: staffId } })
  })
}

/** Puts a person on call from now on, at any hour, as if another person had planned it; in the ledger too. */
export async function givenOnCall(
  db: Pool,
  staffId: string,
  { turn = 'primary', begins = '00:00', ends = '00:00' }: { turn?: Turn; begins?: string; ends?: string } = {},
): Promise<string> {
  const planner = await givenStaff(db, { roles: ['admin'] })
  const by = { kind: 'staff', id: planner.id, pseudonym: 'planner', roles: ['admin'], via: 'token' } as const
  const entry = { turn, zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], begins, ends, fromDay: '2020-01-01', untilDay: null }
  return addToRota({ db }, { staffId, ...entry }, by)
}

/** Creates an API key of a machine. */
export async function givenKey(
  db: Pool,
  scopes: readonly KeyScope[] = ['report', 'facts'],
  source: string = 'links',
): Promise<{ id: string; token: string }> {
  const { id, key } = await addKey(
    { db },
    { name: 'test', scopes, ...(scopes.includes('signals') ? { source } : {}) },
    DESK,
  )
  return { id, token: key }
}

/** Gives a person a software passkey. It is active at once, unless stated otherwise. */
export const givenPasskey = (db: Pool, staffId: string, given: { countsFrom?: Date } = {}): Promise<SoftwareKey> =>
  addSoftwareKey({ db }, staffId, given)

/** Begins a person's session; returns the cookie that their browser has. */
export async function givenSession(
  db: Pool,
  of: { staffId: string; credentialId: string | null },
  url: string,
): Promise<{ name: string; value: string; url: string }> {
  const { secret } = await inTransaction(db, (tx) => beginSession(tx, of))
  return { name: 'countersign', value: secret, url }
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('the insert answered no row')
  return row
}
