import { randomUUID } from 'node:crypto'
import sql from 'sql-template-tag'
import type { KeyScope, Role } from '../../src/domain.ts'
import type { Queryable } from '../../src/lib/db.ts'
import { makeSecret } from '../../src/staff/tokens.ts'

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

/** A person, a reviewer unless said otherwise, with a token to call with. */
export async function givenStaff(db: Queryable, given: GivenStaff = {}): Promise<GivenPerson> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into staff (pseudonym, name, roles, languages, clearances, employment, employer, site, team, rolling_contract,
      starts_at, ends_at, notice_given_at)
    values (${`p-${randomUUID()}`}, 'Somebody Invented', ${given.roles ?? ['reviewer']}, ${given.languages ?? ['en']},
      ${given.clearances ?? []}, ${given.employment ?? 'employee'}, ${given.employer ?? 'Example'},
      ${given.site ?? 'Dublin'}, ${given.team ?? 'general'}, ${given.rollingContract ?? false},
      coalesce(${given.startsAt ?? null}, desk_now()), ${given.endsAt ?? null}, ${given.noticeGivenAt ?? null})
    returning id`)
  const id = only(rows).id
  const secret = makeSecret('pat')
  const tokens = await db.query<{ id: string }>(sql`
    insert into staff_token (staff_id, label, secret_hash, expires_at)
    values (${id}, 'test', ${secret.hash}, coalesce(${given.tokenExpiresAt ?? null}, desk_now() + interval '1 day'))
    returning id`)
  if (given.onShift) await givenShift(db, id, given.plannedMinutes)
  return { id, token: secret.text, tokenId: only(tokens.rows).id }
}

/** Begins a shift for somebody. */
export async function givenShift(db: Queryable, staffId: string, plannedMinutes = SHIFT_MINUTES): Promise<void> {
  await db.query(
    sql`insert into shift_event (staff_id, kind, planned_minutes) values (${staffId}, 'start', ${plannedMinutes})`,
  )
}

/** A machine's key. */
export async function givenKey(
  db: Queryable,
  scopes: readonly KeyScope[] = ['report', 'facts'],
): Promise<{ id: string; token: string }> {
  const secret = makeSecret('key')
  const { rows } = await db.query<{ id: string }>(
    sql`insert into api_key (name, scopes, secret_hash) values ('test', ${scopes}, ${secret.hash}) returning id`,
  )
  return { id: only(rows).id, token: secret.text }
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('the insert answered no row')
  return row
}
