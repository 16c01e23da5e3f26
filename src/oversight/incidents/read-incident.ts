import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { Message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { buildIncident, type Incident } from './build-incident.ts'
import { findHandle, findIncident, findOwnAction, isDrill, listLeavesOf } from './queries.ts'
import { publishIncident } from './publish-incident.ts'

/** An incident with its people by their pseudonyms, until `now`, and its public text, to be rendered in UTC. */
export interface ToldIncident extends Incident {
  id: string
  now: string
  handle: string | null
  public: Message
  /** True for an exercise on a test account. */
  drill: boolean
}

/** Reads an incident from the ledger alone; undefined: the enforcement never took an account offline. */
export async function readIncident(db: Queryable, id: string): Promise<ToldIncident | undefined> {
  const found = await findIncident(db, id)
  if (found === undefined) return undefined
  const now = (await readDeskTime(db)).toISOString()
  const incident = buildIncident(found.subject, await listLeavesOf(db, found), now, await findOwnAction(db, id))
  const actors = incident.marks.flatMap(({ by, whom }) => (whom === null ? [by] : [by, whom]))
  const name = await nameActors(db, actors)
  const marks = incident.marks.map((mark) => ({
    ...mark,
    by: name(mark.by),
    whom: mark.whom === null ? null : name(mark.whom),
  }))
  const drill = await isDrill(db, id)
  const told = publishIncident(incident, drill)
  return { ...incident, marks, id, now, handle: await findHandle(db, id), public: told, drill }
}
