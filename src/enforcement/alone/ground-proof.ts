import sql from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import { HARMS } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { MediaId, orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import type { Enforcement } from '../queries.ts'

/** The proof of the ground on which one person acted alone. It contains no bytes of media. */
export const ProofReply = orNull(
  Type.Object({
    policyId: Type.String(),
    ref: orNull(Type.String(), 'The order of an authority or the match. Null: the policy proves it.'),
    authority: orNull(Type.String()),
    reference: orNull(Type.String()),
    receivedAt: orNull(Timestamp),
    hasDocument: Type.Boolean({
      description: 'True when GET /v1/authority-orders/:orderId/document returns the document.',
    }),
    list: orNull(Type.String(), 'The list of verified material that contains it. Null: none.'),
    mediaId: orNull(MediaId),
    harm: orNull(Type.Enum([...HARMS])),
    publishedAt: orNull(Timestamp, 'The time of publication, as the platform states it. Null: not stated.'),
    editedAt: orNull(Timestamp),
  }),
  'The record that proves its ground. Null: none.',
)

/** Reads the row that proves the ground of an enforcement. Null: the enforcement has no ground. */
export async function readProof(db: Queryable, { id, ground }: Enforcement): Promise<Static<typeof ProofReply>> {
  if (ground === null) return null
  return db.only<NonNullable<Static<typeof ProofReply>>>(sql`
    select ordered.policy_id as "policyId", ground_ref as ref, authority, reference, received_at as "receivedAt",
      document_sha256 is not null as "hasDocument", match_list.name as list, media_id as "mediaId",
      case when ground = 'harm' then irreversible_harm_of_policy(ordered.policy_id) end as harm,
      published_at as "publishedAt", edited_at as "editedAt"
    from enforcement ordered left join authority_order sent on sent.id = ground_ref
      left join content_match made on made.id = ground_ref left join match_list on match_list.id = made.list_id
      left join content_time on content_id = subject_id(ordered.subject, 'content')
    where ordered.id = ${id}`)
}
