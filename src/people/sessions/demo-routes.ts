import type { IncomingHttpHeaders } from 'node:http'
import sql from 'sql-template-tag'
import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { ROLES } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isDemo } from '../../foundation/is-demo.ts'
import { isOwnMachine } from '../../foundation/settings/own-machine.ts'
import { Problem, strict } from '../../foundation/schemas/schemas.ts'
import { isFromOurPage, sessionCookie } from './session-cookie.ts'
import { SESSION_MINUTES_MAX } from './session-queries.ts'
import { readDevice } from './session-device.ts'
import { beginSession } from './sessions.ts'

const Pseudonym = Type.String({ minLength: 1, maxLength: 64 })
const Person = Type.Object({ pseudonym: Pseudonym, roles: Type.Array(Type.Enum([...ROLES])) })
const People = Type.Object({ items: Type.Array(Person) })

/**
 * Routes that sign in an invented person of a demo with one press. They exist only in a database marked as demo at its
 * creation, on the desk's own machine and without a proxy. Otherwise they answer 404.
 */
export function demoSignInRoutes(app: App, desk: Desk): void {
  const list = { summary: 'In a demo: list its people', response: { 200: People, 404: Problem } }
  app.get('/v1/demo/people', { schema: list }, async (request) => {
    if (!isOwnMachine(request) || !(await isDemo(desk.db))) throw noDemo()
    return { items: (await listDemoPeople(desk.db)).map(({ pseudonym, roles }) => ({ pseudonym, roles })) }
  })
  const signIn = {
    summary: 'In a demo: sign in as one of its people',
    body: Type.Object({ pseudonym: Pseudonym }, strict),
    response: { 204: Type.Null(), 403: Problem, 404: Problem },
  }
  app.post('/v1/demo/sign-in', { schema: signIn }, async (request, reply) => {
    if (!isOwnMachine(request) || !(await isDemo(desk.db))) throw noDemo()
    refuseElsewhere(desk, request.headers)
    const secret = await inTransaction(desk.db, async (tx) => {
      const people = await listDemoPeople(tx)
      const person = people.find(({ pseudonym }) => pseudonym === request.body.pseudonym)
      if (person === undefined) throw new DeskError('not_found', message('signIn.noDemoPerson'))
      return (await beginSession(tx, { staffId: person.id, credentialId: null, from: readDevice(request) })).secret
    })
    void reply.header('set-cookie', sessionCookie(desk.relyingParty, secret, SESSION_MINUTES_MAX * 60))
    return reply.code(204).send(null)
  })
}

/** Refuses a request from a page of another site, or by a host name that points to this machine (DNS rebinding). */
function refuseElsewhere({ relyingParty }: Pick<Desk, 'relyingParty'>, headers: IncomingHttpHeaders): void {
  if (isFromOurPage(relyingParty, headers) && headers.host === new URL(relyingParty.origin).host) return
  throw new DeskError('not_allowed', message('signIn.demoOrigin', { origin: relyingParty.origin }))
}

const noDemo = (): DeskError => new DeskError('not_found', message('signIn.noDemo'))

/** Lists the people with a software key. All are invented: only a demo or driven database holds such keys. */
async function listDemoPeople(db: Queryable) {
  return db.list<{ id: string; pseudonym: string; roles: (typeof ROLES)[number][] }>(sql`
    select id, pseudonym, roles from staff
    where ended_at is null
      and exists (select from passkey where passkey.staff_id = staff.id and software and removed_at is null)
    order by id limit 50`)
}
