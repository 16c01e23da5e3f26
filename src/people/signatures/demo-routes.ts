import sql from 'sql-template-tag'
import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isOwnMachine } from '../../foundation/settings/own-machine.ts'
import { Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../access/caller.ts'
import { challengeOf } from './challenge.ts'
import { signBySoftware } from './sign-by-software.ts'
import { SignatureBody, SigningId } from './signature-body.ts'

/** The route by which a demo signs with an invented person's software key. A real person has no such key. */
export function demoSignRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'In a demo: sign a prepared act with the software key of a demo person',
    description: 'Only on the machine of the desk, in a database that is marked as a demo. Elsewhere: 404.',
    body: Type.Object({ signingId: SigningId }, strict),
    response: { 200: SignatureBody, 400: Problem, 403: Problem, 404: Problem },
  }
  app.post('/v1/demo/sign', { schema }, async (request) => {
    const { id: staffId } = staffOf(request)
    const { signingId } = request.body
    if (!isOwnMachine(request)) throw nothing()
    const challenge = await findDemoChallenge(desk.restoreDb, signingId, staffId)
    if (challenge === undefined) throw nothing()
    const signature = await signBySoftware(desk.restoreDb, desk.relyingParty, staffId, { signingId, challenge })
    if (signature === undefined) throw nothing()
    return signature
  })
}

const nothing = (): DeskError => new DeskError('not_found', message('signature.noDemo'))

async function findDemoChallenge(db: Queryable, signingId: string, staffId: string): Promise<string | undefined> {
  const row = await db.find<{ core: string; asShown: string }>(sql`
    select core, as_shown as "asShown" from signing
    where id = ${signingId} and staff_id = ${staffId} and exists (select from database_mark where kind = 'demo')`)
  return row && challengeOf(row.core, row.asShown)
}
