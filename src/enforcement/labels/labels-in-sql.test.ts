import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { uriOf } from '../../foundation/atproto/at-uri.ts'
import { LABEL_VALUE, LABELED_ACTIONS } from '../../foundation/atproto/label-value.ts'
import { nativeId } from '../../foundation/platforms.ts'
import { lastsUntil } from '../desired-state/desired-state.ts'

test('SQL and TypeScript agree on ids, values and ends of labels', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const ids = ['bluesky~did:plc:a', 'did:plc:a', '~a', 'A~a', 'a~b~c', `${'a'.repeat(31)}~b`, 'a:b~c']
  const subjects = ids.flatMap((id) => [`account:${id}`, `content:${id}`])
  const { rows } = await ownerPool.query<{ id: string }>(sql`
    select native_id_of_subject(subject) as id from unnest(${subjects}::text[]) with ordinality as given (subject, place)
    order by place`)
  assert.deepEqual(
    rows.map(({ id }) => id),
    ids.flatMap((id) => [nativeId(id), nativeId(id)]),
  )
  const list = `at://did:plc:${'a'.repeat(24)}/app.bsky.graph.list/3k`
  const named = [`@list:${list}`, list, '@list:7', `@list:${list}/x`, `@community:${list}`, `@list:${list}\n`]
  const records = named.flatMap((id) => (['account', 'content'] as const).map((kind) => ({ kind, id })))
  const { rows: uris } = await ownerPool.query<{ uri: string }>(sql`
    select network_uri_of_subject(subject) as uri
    from unnest(${records.map(({ kind, id }) => `${kind}:bluesky~${id}`)}::text[]) with ordinality as given (subject, place)
    order by place`)
  assert.deepEqual(
    uris.map(({ uri }) => uri),
    records.map(uriOf),
  )
  const read = async (statement: string): Promise<string> =>
    String((await ownerPool.query<{ text: string }>(statement)).rows[0]?.text)
  const check = await read(
    `select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'label_val_check'`,
  )
  assert.equal(/'(.+)'/.exec(check.replace('::text', ''))?.[1], LABEL_VALUE.source)
  for (const value of ['!hide', '!takedown', '!warn', '!no-unauthenticated']) assert.ok(!LABEL_VALUE.test(value))
  const listed = await read(`select prosrc as text from pg_proc where proname = 'list_ordered_labels'`)
  assert.equal(/action in \('label', '(.+)'\)/.exec(listed)?.[1], LABELED_ACTIONS.join(`', '`))
  const time = fc.option(fc.integer({ min: 1, max: 9 }).map((day) => new Date(`2026-05-0${day}T00:00:00Z`)))
  const times = fc.sample(fc.record({ endsAt: time, confirmBy: time, confirmedAt: time }), 200)
  const { rows: ends } = await ownerPool.query<{ at: Date | null }>(sql`
    select lasts_until(("endsAt")::timestamptz, ("confirmBy")::timestamptz, ("confirmedAt")::timestamptz) as at
    from jsonb_to_recordset(${JSON.stringify(times.map((one, place) => ({ ...one, place })))}::jsonb)
      as given (place int, "endsAt" text, "confirmBy" text, "confirmedAt" text) order by place`)
  assert.deepEqual(
    ends.map(({ at }) => at),
    times.map(lastsUntil),
  )
})
