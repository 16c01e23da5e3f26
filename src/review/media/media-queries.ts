import sql from 'sql-template-tag'
import { type EvidenceClass, type MediaKind, parseSubjectKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'

const MEDIA_MAX = 200

/** An image, a video or an audio of a case, from its content or from a report. */
export interface CaseMedia {
  id: string
  kind: MediaKind
  mediaType: string
  alternativeText: string | null
  /** The platform's reference; for media of a report, the reference in that report. */
  reference: string | null
  class: EvidenceClass
  sha256: string | null
  /** The id of the report or the appeal. Null: the medium is the content's own. */
  reportId: string | null
  /** The time since which the content no longer has the medium. */
  goneAt: Date | null
  /** The bytes of a medium that is streamed. Null: it comes in one answer. */
  streamBytes: number | null
  /** The reference of a picture of a streamed medium. */
  poster: string | null
  /** True when its subject was reported with restricted evidence: then none of its media are shown. */
  restricted: boolean
}

interface MediaOf {
  caseId: string
  subject: string
  /** The appeal of the case, whose files are media too. Null: it has none. */
  appealId: string | null
}

const CAME_ALONG = sql`evidence.id, split_part(evidence.media_type, '/', 1) as kind, evidence.media_type as "mediaType",
  null::text as "alternativeText", evidence.reference,
  case when is_restricted_hash(evidence.sha256) then 'restricted' else evidence.class end as class, encode(evidence.sha256, 'hex') as sha256,
  evidence.report_id as "reportId", null::timestamptz as "goneAt",
  null::bigint as "streamBytes", null::text as poster`
const OWN = sql`media.id, media.kind, media.media_type as "mediaType", media.alternative_text as "alternativeText", media.reference,
  case when is_restricted_hash(media.sha256) then 'restricted' else media.class end as class, encode(media.sha256, 'hex') as sha256, null::text as "reportId", media.gone_at as "goneAt",
  media.stream_bytes as "streamBytes", media.poster`
/** The files of an appeal hide nothing from its judge, and are blurred like all that a stranger sends. */
const OF_APPEAL = sql`file.id, 'image' as kind, file.media_type as "mediaType", null::text as "alternativeText", null::text as reference,
  case when is_restricted_hash(file.sha256) then 'restricted' else 'sensitive' end as class, encode(file.sha256, 'hex') as sha256,
  file.appeal_id as "reportId", null::timestamptz as "goneAt", null::bigint as "streamBytes", null::text as poster`
const IS_MEDIA = sql`evidence.media_type ~ '^(image|video|audio)/'`

const isRestricted = (subject: string) => sql`exists (
  select from review_case reported join evidence on evidence.case_id = reported.id
  where reported.subject = ${subject} and evidence.class = 'restricted') as restricted`

const contentIdOf = (subject: string): string | null => {
  const { kind, id } = parseSubjectKey(subject)
  return kind === 'content' ? id : null
}

/** Lists the content's own media and those of these reports; media that several reports sent are listed once. */
export async function listMedia(
  db: Queryable,
  { caseId, subject, appealId, reportIds }: MediaOf & { reportIds: readonly string[] },
): Promise<CaseMedia[]> {
  return db.list<CaseMedia>(sql`
    select found.*, ${isRestricted(subject)} from (
      (select ${OWN} from content_media media where media.content_id = ${contentIdOf(subject)}
        order by media.gone_at desc nulls first, media.place, media.id limit ${MEDIA_MAX})
      union all
      (select distinct on (evidence.sha256) ${CAME_ALONG} from evidence
        where evidence.case_id = ${caseId} and evidence.report_id = any (${reportIds}) and ${IS_MEDIA}
          and not exists (select from content_media same
            where same.content_id = ${contentIdOf(subject)} and same.sha256 = evidence.sha256)
        order by evidence.sha256, evidence.kept_at limit ${MEDIA_MAX})
      union all
      (select ${OF_APPEAL} from appeal_file file where file.appeal_id = ${appealId} order by file.place)) found`)
}

/** Finds one medium of a case, from its content or from any of its reports. */
export async function findMedia(
  db: Queryable,
  { caseId, subject, appealId, mediaId }: MediaOf & { mediaId: string },
): Promise<CaseMedia | undefined> {
  return db.find<CaseMedia>(sql`
    select found.*, ${isRestricted(subject)} from (
      select ${OWN} from content_media media where media.id = ${mediaId} and media.content_id = ${contentIdOf(subject)}
      union all
      select ${CAME_ALONG} from evidence where evidence.id = ${mediaId} and evidence.case_id = ${caseId} and ${IS_MEDIA}
      union all
      select ${OF_APPEAL} from appeal_file file where file.id = ${mediaId} and file.appeal_id = ${appealId}) found`)
}

/** Returns the bytes that came with a report or an appeal. There are none of the restricted class. */
export async function findEvidenceBytes(db: Queryable, evidenceId: string): Promise<Buffer | undefined> {
  return db.findValue<Buffer>(sql`
    select bytes from evidence_bytes where class in ('ordinary', 'sensitive') and evidence_id = ${evidenceId}
    union all select bytes from appeal_file where id = ${evidenceId} and bytes is not null and not is_restricted_hash(sha256)`)
}
