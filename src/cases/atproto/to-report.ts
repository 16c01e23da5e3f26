import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { isDid, parseAtUri, subjectOfRecord } from '../../foundation/atproto/at-uri.ts'
import type { Subject } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { qualifyId } from '../../foundation/platforms.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'
import type { ReportBody } from '../intake/report-body.ts'
import type { ServiceCaller } from './verify-service-auth.ts'

const REASON_CHARS_MAX = 10_000
const REFERENCE_CHARS_MAX = 600

const ReportedSubject = Type.Object({
  $type: Type.Optional(
    Type.String({ maxLength: 100, description: 'com.atproto.admin.defs#repoRef or com.atproto.repo.strongRef.' }),
  ),
  did: Type.Optional(Type.String({ maxLength: 300, description: 'The DID of a reported account.' })),
  uri: Type.Optional(
    Type.String({ maxLength: REFERENCE_CHARS_MAX, description: 'The address of a reported record, with a DID.' }),
  ),
  cid: Type.Optional(Type.String({ maxLength: 200, description: 'The version of the record that was reported.' })),
})

/** The input of com.atproto.moderation.createReport. Members of later versions are ignored. */
export const CreateReport = Type.Object({
  reasonType: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'The kind of reason, such as com.atproto.moderation.defs#reasonSpam.',
  }),
  reason: Type.Optional(Type.String({ maxLength: REASON_CHARS_MAX, description: 'The words of the reporter.' })),
  subject: ReportedSubject,
})
type CreateReport = Static<typeof CreateReport>

export const CreatedReport = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'The number of the report at this service.' }),
  reasonType: CreateReport.properties.reasonType,
  reason: CreateReport.properties.reason,
  subject: ReportedSubject,
  reportedBy: Type.String({ description: 'The DID of the account that reported.' }),
  createdAt: Type.String({ description: 'The time at which the report was received.' }),
})

/** The desk's categories by the beginning of a reason's name. The first one that fits counts. */
const CATEGORIES: readonly [prefix: string, category: ReportBody['category']][] = [
  ['reasonSpam', 'SCAMS_AND_FRAUD'],
  ['reasonMisleadingElections', 'NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS'],
  ['reasonMisleading', 'SCAMS_AND_FRAUD'],
  ['reasonRude', 'CYBER_VIOLENCE'],
  ['reasonHarassmentHateSpeech', 'ILLEGAL_OR_HARMFUL_SPEECH'],
  ['reasonHarassment', 'CYBER_VIOLENCE'],
  ['reasonChildSafety', 'PROTECTION_OF_MINORS'],
  ['reasonSelfHarm', 'SELF_HARM'],
  ['reasonViolence', 'VIOLENCE'],
]
const OTHER = 'OTHER_VIOLATION_TC'

/** Returns the desk's category of a reason, such as com.atproto.moderation.defs#reasonSpam. */
export function categoryOf(reasonType: string): ReportBody['category'] {
  const reason = reasonType.split('#').at(-1) ?? ''
  return CATEGORIES.find(([prefix]) => reason.startsWith(prefix))?.[1] ?? OTHER
}

/**
 * Returns the desk's report of a report by an account of the network. Its id comes from the token, which is signed for one
 * report: a token that is sent again gives the first answer, and another report with it is refused.
 */
export function toReport(platform: string, caller: ServiceCaller, given: CreateReport): ReportBody {
  const { cid, uri } = given.subject
  const found = readSubject(platform, given)
  const version = uri !== undefined && cid !== undefined ? JSON.stringify({ uri, cid }) : undefined
  return {
    id: createHash('sha256')
      .update(JSON.stringify([caller.did, caller.tokenId]))
      .digest('hex'),
    subject: found,
    ground: 'terms',
    category: categoryOf(given.reasonType),
    reporterId: qualifyId(platform, caller.did),
    reportedAt: caller.at.toISOString(),
    keyword: given.reasonType.slice(0, 128),
    ...(given.reason !== undefined && { comment: given.reason }),
    ...(version !== undefined && {
      evidence: [{ class: 'ordinary', mediaType: 'application/json', text: version, reference: uri ?? '' }],
    }),
  }
}

/**
 * Returns the reported account, list or other record. A record is named by its author's DID, never by a handle. A list
 * of accounts counts as one.
 */
function readSubject(platform: string, { subject: { did, uri } }: CreateReport): Subject {
  if (uri !== undefined) {
    const at = parseAtUri(uri)
    const found = at && subjectOfRecord(at)
    const qualified = found && { ...found, id: qualifyId(platform, found.id) }
    if (qualified === undefined || qualified.id.length > PLATFORM_ID_LENGTH_MAX)
      throw invalidField('subject/uri', message('atproto.uri'))
    return qualified
  }
  if (did === undefined || !isDid(did)) throw invalidField('subject/did', message('atproto.did'))
  return { kind: 'account', id: qualifyId(platform, did) }
}
