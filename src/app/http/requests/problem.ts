import type { FastifyError, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { isScim, SCIM_TYPE, toScimError } from '../../../admin/directory/scim-error.ts'
import { isUnknownPlatform, sqlState } from '../../../foundation/database/db.ts'
import { DeskError, type ErrorCode, messageOf } from '../../../foundation/errors.ts'
import { isMessage, type Message, message } from '../../../foundation/messages/message.ts'
import { negotiateLanguage } from '../../../foundation/messages/negotiate-language.ts'
import { type Language, renderMessage, renderText } from '../../../foundation/messages/render-message.ts'
import { explainInvalid, isValidationError } from '../../../foundation/schemas/explain-invalid.ts'
import { type FieldProblem, invalidField, invalidFields } from '../../../foundation/schemas/invalid-field.ts'
import { PROBLEM_PAGE_POLICY, problemPage, wantsPage } from './problem-page.ts'

/** A failure before it is rendered in a language. */
export interface Problem {
  sort: ProblemSort
  text: Message
  members: Readonly<Record<string, unknown>>
}

/** A failure as it is sent. `key` names its text in the catalogue, so that programs need not read `detail`. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  key: string
  errors?: readonly { field: string; detail: string; key?: string }[]
  reference?: string
  [member: string]: unknown
}

const STATUSES = {
  invalid_input: 400,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  wrong_method: 405,
  timed_out: 408,
  conflict: 409,
  changed_since: 412,
  too_large: 413,
  unsupported_media_type: 415,
  refused: 422,
  too_many: 429,
  header_too_large: 431,
  internal: 500,
  not_implemented: 501,
  unavailable: 503,
} as const satisfies Record<ErrorCode | string, number>
type ProblemSort = keyof typeof STATUSES

const titleOf = (sort: ProblemSort, language?: Language): string =>
  renderMessage(message(`problem.title.${sort}`), language)

/** Every kind of problem: its status and its title in English. */
export const SORTS = (Object.keys(STATUSES) as ProblemSort[]).map(
  (sort) => [sort, STATUSES[sort], titleOf(sort)] as const,
)
export const problemType = (sort: ProblemSort): string => `urn:countersign:problem:${sort}`

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'
const SCIM_ERROR_TYPE = `${SCIM_TYPE}; charset=utf-8`
const RETRY_AFTER_SECONDS = 2

export const toProblem = (
  sort: ProblemSort,
  text: Message,
  members: Readonly<Record<string, unknown>> = {},
): Problem => ({ sort, text, members })

/** Returns a problem in a language. */
export function renderProblem({ sort, text, members }: Problem, language?: Language): ProblemBody {
  const { errors } = members
  const entries = Object.entries(members).map(([name, member]) => [name, renderMember(member, language)])
  return {
    ...Object.fromEntries(entries),
    ...(Array.isArray(errors) ? { errors: errors.map((error) => renderFieldProblem(error, language)) } : {}),
    type: problemType(sort),
    title: titleOf(sort, language),
    key: text.key,
    status: STATUSES[sort],
    detail: renderMessage(text, language),
  }
}

/** Renders a message in a member, and messages one level below it. */
function renderMember(member: unknown, language?: Language): unknown {
  if (isMessage(member)) return renderMessage(member, language)
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
  return Object.fromEntries(
    Object.entries(member).map(([name, value]) => [name, isMessage(value) ? renderMessage(value, language) : value]),
  )
}

const renderFieldProblem = ({ field, detail }: FieldProblem, language?: Language) => ({
  field,
  ...keyOf(detail),
  detail: renderText(detail, language),
})

const keyOf = (text: Message | string): { key?: string } => (typeof text === 'string' ? {} : { key: text.key })

/**
 * Answers with a problem, complete and in the caller's language: the route's own schema for the status removes nothing
 * from it. People get a page.
 */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const language = negotiateLanguage(reply.request.headers['accept-language'])
  const body = renderProblem(problem, language)
  if (body.status === 401) reply.header('www-authenticate', 'Bearer')
  if ((body.status === 503 || body.status === 429) && !reply.hasHeader('retry-after'))
    reply.header('retry-after', String(RETRY_AFTER_SECONDS))
  reply.code(body.status).header('content-language', language)
  if (isScim(reply.request.url)) {
    return reply.type(SCIM_ERROR_TYPE).serializer(JSON.stringify).send(toScimError(body))
  }
  if (wantsPage(reply.request)) {
    const page = problemPage(reply.request, body, language)
    return reply.header('content-security-policy', PROBLEM_PAGE_POLICY).type('text/html; charset=utf-8').send(page)
  }
  return reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(body)
}

/**
 * Returns a failure as the caller sees it. An unexpected error is logged under a reference, and the caller gets only
 * the reference.
 */
export function problemOf(error: unknown, reference: string, log: Logger): Problem {
  if (error instanceof DeskError) return toProblem(error.code, error.text, error.members)
  if (isValidationError(error)) {
    return problemOf(invalidFields(explainInvalid(error.validation, error.validationContext)), reference, log)
  }
  const refused = fromFastify(error)
  if (refused) return refused
  if (isUnknownPlatform(error)) return toProblem('invalid_input', message('request.unknownPlatform'))
  if (isDatabaseAway(error)) {
    log.error({ reference, error }, 'the database can not be reached')
    return toProblem('unavailable', message('request.databaseAway'), { reference })
  }
  log.error({ reference, error }, 'a request failed for an unexpected reason')
  return toProblem('internal', message('request.internal', { reference }), { reference })
}

function fromFastify(error: unknown): Problem | undefined {
  const { code, statusCode } = (error ?? {}) as Partial<FastifyError>
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return toProblem('too_large', message('request.bodyTooLarge'))
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return toProblem('unsupported_media_type', message('request.mediaType'))
    case 'FST_ERR_BAD_URL':
      return badPart('The address', message('field.badAddress'))
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return badPart('The address', message('field.longId'))
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return badPart('The body', message('field.contentLength'))
  }
  // Only the web framework's own refusals are shown, not a library's error that happens to have a status code.
  return statusCode === 400 && code?.startsWith('FST_ERR_')
    ? toProblem('invalid_input', message('request.unreadable'))
    : undefined
}

function badPart(field: string, detail: Message): Problem {
  const { code, text, members } = invalidField(field, detail)
  return toProblem(code, text, members)
}

/**
 * Errors of the database driver without a code: it could not connect, lost the connection, or was queried on a lost
 * one.
 */
const AWAY_BY_MESSAGE =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (has encountered a connection error|was closed) and is not queryable)/

/**
 * PostgreSQL's classes for lost connections, missing resources (no connection left) and shutting down. Single codes: a standby
 * (25006), and what the server ended because it took too long (25P03, 57014).
 */
const AWAY_BY_CODE = /^(08...|53...|57P..|25006|25P03|57014)$/

/** Node's codes for a network that does not lead to the database, or no longer. */
const AWAY_BY_NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
])

/** The error codes of PostgreSQL, Node and the driver for a lost database. */
export function isDatabaseAway(error: unknown): boolean {
  const code = sqlState(error) ?? ''
  if (AWAY_BY_CODE.test(code) || AWAY_BY_NETWORK.has(code)) return true
  return AWAY_BY_MESSAGE.test(messageOf(error))
}
