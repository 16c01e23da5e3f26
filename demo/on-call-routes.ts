import type { HeldNotice, Platform } from '@countersign/platform-kit'
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

/** Tells this platform's own people on call, without the desk: they look here. Kept with the hold, or not at all. */
export function tellOnCall(tx: Sql, { subject, notBefore, orders }: HeldNotice, at: string): void {
  tx.run`insert into on_call_notice (at, kind, id, not_before, orders)
    values (${at}, ${subject.kind}, ${subject.id}, ${notBefore}, ${JSON.stringify(orders)})`
}

/** What this platform holds by itself, and the switch by which its own people stop it: no word of the desk's is asked. */
export const onCallRoutes =
  ({ store, platform }: { store: DemoStore; platform: Platform }): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addHook('onRequest', localOnly)
    app.get('/on-call', async () => ({ notices: listNotices(store) }))
    app.post('/on-call/stop', { schema: { body: SubjectBody } }, async (request) => ({
      stopped: await platform.stopHeld(request.body),
    }))
    done()
  }

export function listNotices({ committed }: DemoStore) {
  const rows = committed.all`
    select at, kind, id, not_before, orders from on_call_notice order by seq desc limit ${NOTICES_MAX}`
  return rows.map((row) => ({
    at: String(row.at),
    subject: toSubject(row.kind, row.id),
    notBefore: String(row.not_before),
    orders: JSON.parse(String(row.orders)),
  }))
}
