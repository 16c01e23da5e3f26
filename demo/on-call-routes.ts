import type { ActedAloneNotice, HeldNotice, Platform } from '@countersign/platform-kit'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type DemoStore, type Sql, toSubject } from './demo-store.ts'
import { localOnly } from './local-only.ts'

const NOTICES_MAX = 200

const SubjectBody = Type.Object(
  {
    kind: Type.Union([Type.Literal('account'), Type.Literal('content')]),
    id: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
)

/**
 * Notifies this platform's own people on call without the desk: they read notices here. The notice is stored together
 * with the hold, or neither is.
 */
export function notifyOnCall(tx: Sql, { subject, notBefore, enforcements }: HeldNotice, at: string): void {
  tx.run`insert into on_call_notice (at, kind, id, not_before, enforcements)
    values (${at}, ${subject.kind}, ${subject.id}, ${notBefore}, ${JSON.stringify(enforcements)})`
}

/** Notifies them that one person alone took a content of a protected account offline. */
export function notifyActedAlone(
  tx: Sql,
  { subject, account, enforcement, ground }: ActedAloneNotice,
  at: string,
): void {
  tx.run`insert into acted_alone_notice (at, id, account_id, enforcement_id, ground)
    values (${at}, ${subject.id}, ${account}, ${enforcement}, ${ground})`
}

/**
 * Routes that show the effects that this platform holds by itself, and let its own people stop them without the desk.
 */
export const onCallRoutes =
  ({ store, platform }: { store: DemoStore; platform: Platform }): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addHook('onRequest', localOnly)
    app.get('/on-call', async () => ({ notices: listNotices(store), actedAlone: listActedAlone(store) }))
    app.post('/on-call/stop', { schema: { body: SubjectBody } }, async (request) => ({
      stopped: await platform.stopHeld(request.body),
    }))
    done()
  }

export function listNotices({ committed }: DemoStore) {
  const rows = committed.all`
    select at, kind, id, not_before, enforcements from on_call_notice order by seq desc limit ${NOTICES_MAX}`
  return rows.map((row) => ({
    at: String(row.at),
    subject: toSubject(row.kind, row.id),
    notBefore: String(row.not_before),
    enforcements: JSON.parse(String(row.enforcements)),
  }))
}

/** Lists the notices of contents that one person took offline alone, the latest first. */
export const listActedAlone = ({ committed }: DemoStore) =>
  committed.all`
    select at, id, account_id, enforcement_id, ground from acted_alone_notice order by seq desc limit ${NOTICES_MAX}`.map(
    (row) => ({
      at: String(row.at),
      subject: toSubject('content', row.id),
      account: String(row.account_id),
      enforcement: String(row.enforcement_id),
      ground: String(row.ground),
    }),
  )
