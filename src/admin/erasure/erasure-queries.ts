import sql, { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** The persons whose data is exported and erased. */
export const ERASABLE_PERSONS = ['account', 'reporter', 'staff', 'contact', 'flagger'] as const
export type ErasablePerson = (typeof ERASABLE_PERSONS)[number]

/** A request to erase what is stored about one person. */
interface Erasure {
  id: string
  person: ErasablePerson
  /** The platform's id, the id of a member of staff, or a sender of notices as `findContactId` names them. Null: erased. */
  personId: string | null
  /** The hash of the person's id with a salt, in hex. */
  digest: string
}

const ERASURE = raw(`id, person, person_id as "personId", encode(digest, 'hex') as digest`)

export async function findErasure(db: Queryable, erasureId: string): Promise<Erasure | undefined> {
  return db.find<Erasure>(sql`select ${ERASURE} from person_erasure where id = ${erasureId}`)
}

/** Stores whom an erasure is about, and returns its id. */
export async function insertErasure(
  db: Queryable,
  { person, personId, by }: { person: ErasablePerson; personId: string; by: string },
): Promise<string> {
  return db.onlyValue<string>(sql`select request_erasure(${person}, ${personId}, ${by}) as id`)
}

export async function isKnownPerson(db: Queryable, person: ErasablePerson, personId: string): Promise<boolean> {
  return db.onlyValue<boolean>(sql`select is_known_person(${person}, ${personId}) as known`)
}

/** The reasons for which nothing about a person is erased now, as SQL names them. */
export const ERASURE_REFUSALS = [
  'hold',
  'case',
  'enforcement',
  'appeal',
  'clock',
  'protected',
  'signed',
  'authority',
  'works',
  'pause',
  'active',
] as const
type ErasureRefusal = (typeof ERASURE_REFUSALS)[number]

export async function listErasureRefusals(
  db: Queryable,
  { person, personId }: { person: ErasablePerson; personId: string },
): Promise<ErasureRefusal[]> {
  return db.onlyValue<ErasureRefusal[]>(sql`select erasure_refusals(${person}, ${personId}) as refusals`)
}

/** True when a member of staff had a part in the acts whose record would be erased. */
export async function hadPart(
  db: Queryable,
  { person, personId }: { person: ErasablePerson; personId: string },
  staffId: string,
): Promise<boolean> {
  return db.onlyValue<boolean>(sql`select had_part_in_acts(${person}, ${personId}, ${staffId}) as part`)
}

/** Lists the erasures that two people agreed to and that are not done. */
export async function listBegunErasures(db: Queryable, limit: number): Promise<string[]> {
  return db.listValues<string>(sql`
    select id from person_erasure where begun_at is not null and ended_at is null order by begun_at limit ${limit}`)
}

/** Reads the next ledger entries for an erasure. Returns true when all were read. */
export async function collectErasure(db: Queryable, erasureId: string, atMost: number): Promise<boolean> {
  return db.onlyValue<boolean>(sql`select collect_erasure(${erasureId}, ${atMost}) as done`)
}

interface FinishedErasure {
  person: ErasablePerson
  changeId: string
  numbers: string[]
  restated: { number: number; leafId: number; entry: { subject?: string; enforcementId?: string } }[]
  erased: number
}

/** Erases everything about a person at once. Undefined: something stands against it, and it waits. */
export async function finishErasure(tx: Tx, erasureId: string): Promise<FinishedErasure | undefined> {
  const { person, ...finished } = await tx.only<
    Omit<FinishedErasure, 'person'> & { person: ErasablePerson | null }
  >(sql`
    select person, change_id as "changeId", numbers, restated, erased from finish_erasure(${erasureId})`)
  return person === null ? undefined : { person, ...finished }
}

/** Lists the persons whom these changes would erase, by change. A sender of notices is named by their latest one. */
export async function listErasedBy(
  db: Queryable,
  changes: readonly { id: string; kind: string; body: string }[],
): Promise<ReadonlyMap<string, { person: ErasablePerson; id: string }>> {
  const asked = changes.flatMap(({ id, kind, body }) =>
    kind === 'person_erase' ? [{ id, erasureId: String(JSON.parse(body).erasureId) }] : [],
  )
  if (asked.length === 0) return new Map()
  const rows = await db.list<Pick<Erasure, 'id' | 'person' | 'personId'>>(sql`
    select id, person, case person when 'contact' then (select reference from notice
        where id in (select notices_of_contact(person_id)) order by made_at desc limit 1)
      else person_id end as "personId"
    from person_erasure where id = any (${asked.map(({ erasureId }) => erasureId)})`)
  return new Map(
    asked.flatMap(({ id, erasureId }) => {
      const { person, personId } = rows.find((row) => row.id === erasureId) ?? { person: 'account', personId: null }
      return personId === null ? [] : [[id, { person: person as ErasablePerson, id: personId }] as const]
    }),
  )
}
