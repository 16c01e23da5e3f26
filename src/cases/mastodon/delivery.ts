import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { AdminAccount, Status } from '../../foundation/mastodon/entities.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { GivenTime } from '../../foundation/schemas/schemas.ts'

const EVENT_CHARS_MAX = 64
const COMMENT_CHARS_MAX = 10_000
const STATUSES_MAX = 1_000
const RULES_MAX = 100

/** The schema of one delivery of a Mastodon webhook without a template of its own. */
export const Delivery = Type.Object({
  event: Type.String({ minLength: 1, maxLength: EVENT_CHARS_MAX, description: 'Such as report.created.' }),
  created_at: Type.String({ ...GivenTime, description: 'The time of the event, as Mastodon states it.' }),
  object: Type.Unsafe<unknown>(
    Type.Object({}, { description: 'The report, account or status, as Mastodon describes its entities.' }),
  ),
})
export type Delivery = Static<typeof Delivery>

/** A report as Mastodon sends it to a webhook. */
export const MastodonReport = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200 }),
  category: Type.String({ maxLength: 64 }),
  comment: Type.String({ maxLength: COMMENT_CHARS_MAX }),
  created_at: GivenTime,
  account: AdminAccount,
  target_account: AdminAccount,
  statuses: Type.Array(Status, { maxItems: STATUSES_MAX }),
  rules: Type.Optional(
    Type.Array(Type.Object({ text: Type.String({ maxLength: COMMENT_CHARS_MAX }) }), { maxItems: RULES_MAX }),
  ),
})
export type MastodonReport = Static<typeof MastodonReport>

/** Returns the object of a delivery, checked; refuses, naming the field, one of another form. */
export function readObject<Schema extends TSchema>({ object }: Delivery, schema: Schema): Static<Schema> {
  refuseUnstorable(object)
  if (Value.Check(schema, object)) return object
  const [problem] = Value.Errors(schema, object)
  throw invalidField(`object${problem?.instancePath ?? ''}`, message('mastodon.entity'))
}
