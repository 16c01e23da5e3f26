import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import type { KeyCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { explainInvalid } from '../../foundation/schemas/explain-invalid.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { refuseRepeatedNames } from '../../foundation/schemas/refuse-repeated-names.ts'
import { GivenTime, PlatformId, strict } from '../../foundation/schemas/schemas.ts'
import { qualifyContentForKey, qualifyForKey } from '../../people/access/ids-of-key.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'
import { AccountBody, ContentBody } from '../accounts/facts-body.ts'
import { PLATFORM_SOURCE } from '../accounts/facts-queries.ts'
import type { AccountToRecord, ContentToRecord } from '../accounts/record-facts.ts'
import { checkMedia } from '../contents/check-media.ts'
import { type CheckedReport, checkReport } from '../intake/check-report.ts'
import { checkTime } from '../intake/check-time.ts'
import { nameOwn } from '../intake/receive-report.ts'
import { SentReport } from '../intake/report-body.ts'
import { IMPORT_LINE_BYTES_MAX, type RawLine } from './import-lines.ts'
import { RestrictionLine } from './restriction-line.ts'

/** A parsed line of an import, checked by the rules of the HTTP routes. */
export type ImportRow =
  | { type: 'account'; line: number; reading: AccountToRecord }
  | { type: 'content'; line: number; reading: ContentToRecord }
  | { type: 'report'; line: number; report: CheckedReport }
  | { type: 'restriction'; line: number; restriction: RestrictionLine }

/**
 * A rejected line, without its text, which may be material that must not be stored, such as restricted evidence. The
 * file's owner can look it up.
 */
export interface Rejection {
  line: number
  reason: string
}

/** A content line without `factsAt` counts as read at the content's creation, the earliest possible time. */
const ContentLine = Type.Object(
  { id: PlatformId, ...ContentBody.properties, factsAt: Type.Optional(GivenTime) },
  strict,
)

const accountLine = Compile(Type.Object({ id: PlatformId, ...AccountBody.properties }, strict))
const contentLine = Compile(ContentLine)
const reportLine = Compile(SentReport)
const restrictionLine = Compile(RestrictionLine)

/** Parses a line of an import. Undefined: it is empty. `source`: the source of facts that name none. */
export function readRow(
  { number: line, bytes }: RawLine,
  source: string,
  speaker: Pick<KeyCaller, 'platform'> = {},
): ImportRow | Rejection | undefined {
  try {
    const text = decode(bytes)
    if (text.trim() === '') return undefined
    return { line, ...toRow(parse(text), source, speaker) }
  } catch (error) {
    if (error instanceof DeskError) return { line, reason: error.message }
    throw error
  }
}

/** Parses a line with one report, in the form of `POST /v1/reports`. Undefined: it is empty. */
export function readReport(
  { bytes }: Pick<RawLine, 'bytes'>,
  speaker: Pick<KeyCaller, 'platform'> = {},
): CheckedReport | undefined {
  const text = decode(bytes)
  return text.trim() === '' ? undefined : checkReport(nameOwn(speaker, check(reportLine, parse(text))))
}

type WithoutLine<Row> = Row extends ImportRow ? Omit<Row, 'line'> : never

function toRow(
  { type, ...body }: Record<string, unknown>,
  source: string,
  speaker: Pick<KeyCaller, 'platform'>,
): WithoutLine<ImportRow> {
  switch (type) {
    case 'account': {
      const { factsAt, source: own, id, ...facts } = check(accountLine, body)
      const account = { ...facts, id: qualifyForKey(speaker, id, 'id') }
      checkFacts(account, factsAt)
      return { type, reading: { account, factsAt, source: sourceOf(own, source) } }
    }
    case 'content': {
      const { factsAt, source: own, ...line } = check(contentLine, body)
      const content = qualifyContentForKey(speaker, line)
      const readAt = factsAt ?? (content.createdAt === 'absent' ? null : content.createdAt)
      if (readAt === null) throw invalidField('factsAt', message('field.factsAt'))
      checkFacts(content, readAt)
      checkMedia(content.media)
      return { type, reading: { content, factsAt: readAt, source: sourceOf(own, source) } }
    }
    case 'report':
      return { type, report: checkReport(nameOwn(speaker, check(reportLine, body))) }
    case 'restriction':
      return { type, restriction: checkRestriction(speaker, check(restrictionLine, body)) }
    default:
      throw invalidField('type', message('field.lineType'))
  }
}

function checkRestriction(speaker: Pick<KeyCaller, 'platform'>, line: RestrictionLine): RestrictionLine {
  refuseUnstorable(line)
  checkTime(line.since, 'since')
  if (line.until !== undefined) checkTime(line.until, 'until')
  const { kind } = line.subject
  if (!ACTION_RULES[line.action].on.includes(kind))
    throw invalidField('action', message('field.restrictionKind', { kind }))
  if ((line.action === 'label') !== (line.label !== undefined))
    throw invalidField('label', message('field.restrictionLabel'))
  return { ...line, subject: { kind, id: qualifyForKey(speaker, line.subject.id, 'subject/id') } }
}

/** Refuses one line for facts that would make the storing of a whole batch fail. */
function checkFacts(facts: { createdAt: string | null }, factsAt: string): void {
  refuseUnstorable(facts)
  checkTime(factsAt, 'factsAt')
  if (facts.createdAt !== null && facts.createdAt !== 'absent') checkTime(facts.createdAt, 'createdAt')
}

function sourceOf(own: string | undefined, source: string): string {
  if (own === PLATFORM_SOURCE) throw invalidField('source', message('field.platformSource'))
  return own ?? source
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer | undefined): string {
  if (bytes === undefined) throw badLine(message('field.bytesMax', { limit: IMPORT_LINE_BYTES_MAX }))
  try {
    return utf8.decode(bytes)
  } catch {
    throw badLine(message('field.notUtf8'))
  }
}

function parse(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badLine(message('field.notJson'))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badLine(message('field.notObject'))
  if (isRepeating(text, value)) throw badLine(message('field.repeatsName'))
  return { ...value }
}

/** True when the line repeats a name in an object. The reason omits the name, because it may be content of the file. */
function isRepeating(text: string, value: unknown): boolean {
  try {
    refuseRepeatedNames(text, value)
    return false
  } catch (error) {
    if (error instanceof DeskError) return true
    throw error
  }
}

type Invalid = Parameters<typeof explainInvalid>[0][number]
interface LineSchema<Body> {
  Check(value: unknown): value is Body
  Errors(value: unknown): Invalid[]
}

function check<Body>(schema: LineSchema<Body>, body: unknown): Body {
  if (schema.Check(body)) return body
  throw invalidFields(explainInvalid(schema.Errors(body).map(hideNames), 'line'))
}

/** The form of a plausible member name; any other text may be content in the place of a name. */
const NAME = /^[A-Za-z]{1,32}$/
const hideName = (name: unknown): string =>
  typeof name === 'string' && NAME.test(name) ? name : '(a name that is not told here)'

/** Hides unknown member names in a schema error and keeps their position. */
function hideNames(error: Invalid): Invalid {
  const { keyword, instancePath, params } = error
  if (keyword === 'additionalProperties' && Array.isArray(params.additionalProperties))
    return { ...error, params: { ...params, additionalProperties: params.additionalProperties.map(hideName) } }
  if (keyword !== 'boolean') return error
  const at = instancePath.lastIndexOf('/') + 1
  return { ...error, instancePath: instancePath.slice(0, at) + hideName(instancePath.slice(at)) }
}

const badLine = (detail: Message): DeskError => invalidField('The line', detail)
