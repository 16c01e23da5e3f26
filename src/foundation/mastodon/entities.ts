import { type Static, type TSchema, Type } from 'typebox'

/**
 * The parts of Mastodon's answers that the desk reads, as docs.joinmastodon.org describes them. Mastodon treats ids as
 * opaque texts. Members that a server of an older version leaves out are optional; further members are ignored.
 */
const Id = Type.String({ minLength: 1, maxLength: 200 })
const TimeText = Type.String({ maxLength: 40 })
const Url = Type.String({ maxLength: 2_048 })
const Html = Type.String({ maxLength: 500_000 })
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const Role = Type.Object({ name: Type.String(), permissions: Type.Union([Type.String(), Type.Integer()]) })

export const Account = Type.Object({
  id: Id,
  username: Type.String(),
  acct: Type.String(),
  display_name: Type.String(),
  note: Html,
  url: orNull(Url),
  avatar: orNull(Url),
  avatar_static: Type.Optional(orNull(Url)),
  created_at: TimeText,
  followers_count: Type.Integer(),
  statuses_count: Type.Integer(),
  fields: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Html }))),
  suspended: Type.Optional(Type.Boolean()),
})
export type Account = Static<typeof Account>

/** An account as moderators see it. `domain` is null for an account of this server. */
export const AdminAccount = Type.Object({
  id: Id,
  username: Type.String(),
  domain: orNull(Type.String()),
  suspended: Type.Boolean(),
  silenced: Type.Boolean(),
  sensitized: Type.Optional(Type.Boolean()),
  disabled: orNull(Type.Boolean()),
  approved: Type.Optional(orNull(Type.Boolean())),
  role: Type.Optional(Type.Union([Role, Type.String(), Type.Null()])),
  account: Account,
})
export type AdminAccount = Static<typeof AdminAccount>

export const Attachment = Type.Object({
  id: Id,
  type: Type.String(),
  url: orNull(Url),
  description: Type.Optional(orNull(Type.String())),
})
export type Attachment = Static<typeof Attachment>

export const Status = Type.Object({
  id: Id,
  created_at: TimeText,
  edited_at: Type.Optional(orNull(TimeText)),
  in_reply_to_id: orNull(Id),
  sensitive: Type.Boolean(),
  spoiler_text: Type.String(),
  language: Type.Optional(orNull(Type.String())),
  url: orNull(Url),
  content: Html,
  account: Account,
  media_attachments: Type.Array(Attachment),
})
export type Status = Static<typeof Status>

/** A block of another server's domain, or a limit of it. */
export const DomainBlock = Type.Object({
  id: Id,
  domain: Type.String({ maxLength: 300 }),
  severity: Type.Enum(['noop', 'silence', 'suspend']),
  reject_media: Type.Optional(Type.Boolean()),
  reject_reports: Type.Optional(Type.Boolean()),
  obfuscate: Type.Optional(Type.Boolean()),
  public_comment: Type.Optional(orNull(Type.String())),
})
export type DomainBlock = Static<typeof DomainBlock>

/** The posts before and after a post, each list in the order of the conversation. */
export const Context = Type.Object({ ancestors: Type.Array(Status), descendants: Type.Array(Status) })

/** The account that the access token belongs to. */
export const OwnAccount = Type.Object({ id: Id, role: Type.Optional(orNull(Role)) })

export const Statuses = Type.Array(Status)
/** The answer to an action, of which nothing is read. */
export const Anything = Type.Unknown()
