import type { FastifyError, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { sqlState } from '../../../foundation/database/db.ts'
import { DeskError, type ErrorCode, messageOf } from '../../../foundation/errors.ts'
import { explainInvalid, type FieldProblem, isValidationError } from '../../../foundation/schemas/explain-invalid.ts'

import { isScim, SCIM_TYPE, toScimError } from '../../../admin/directory/scim-error.ts'
import { problemPage, wantsPage } from './problem-page.ts'

export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  errors?: readonly FieldProblem[]
  reference?: string
  [member: string]: unknown
}

/** Every sort of problem there is: its status and its name to people. */
export const SORTS = {
  invalid_input: [400, 'The request is not as it should be'],
  not_signed_in: [401, 'Not signed in'],
  not_allowed: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  wrong_method: [405, 'Wrong method'],
  timed_out: [408, 'The request took too long'],
  conflict: [409, 'In conflict with what is so'],
  too_large: [413, 'Too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  refused: [422, 'Refused'],
  too_many: [429, 'Too many requests'],
  header_too_large: [431, 'Header too large'],
  internal: [500, 'Our mistake'],
  unavailable: [503, 'Not available at the moment'],
} as const satisfies Record<ErrorCode | string, readonly [number, string]>
export type ProblemSort = keyof typeof SORTS

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'
const SCIM_ERROR_TYPE = `${SCIM_TYPE}; charset=utf-8`
const RETRY_AFTER_SECONDS = 2

export function toProblem(
  sort: ProblemSort,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): ProblemBody {
  const [status, title] = SORTS[sort]
  return { ...members, type: `urn:countersign:problem:${sort}`, title, status, detail }
}

/** Answers with a problem, whole: the route's own schema for the status takes nothing away from it. People get a page. */
export function sendProblem(reply: FastifyReply, problem: ProblemBody): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503 || problem.status === 429) reply.header('retry-after', String(RETRY_AFTER_SECONDS))
  if (isScim(reply.request.url)) {
    return reply.code(problem.status).type(SCIM_ERROR_TYPE).serializer(JSON.stringify).send(toScimError(problem))
  }
  if (wantsPage(reply.request)) {
    return reply.code(problem.status).type('text/html; charset=utf-8').send(problemPage(problem))
  }
  return reply.code(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem)
}

/**
 * Returns a failure as the caller sees it. An unexpected error is logged under a reference, and the caller gets only
 * the reference.
 */
export function problemOf(error: unknown, reference: string, log: Logger): ProblemBody {
  if (error instanceof DeskError) return toProblem(error.code, error.message, error.members)
  if (isValidationError(error)) {
    const errors = explainInvalid(error.validation, error.validationContext)
    return toProblem('invalid_input', errors.map(({ field, detail }) => `${field} ${detail}.`).join(' '), { errors })
  }
  const refused = fromFastify(error)
  if (refused) return refused
  if (isDatabaseAway(error)) {
    log.error({ reference, error: describe(error) }, 'the database can not be reached')
    return toProblem(
      'unavailable',
      'The database of the desk does not answer. Nothing was done, unless the connection was lost at the very end: check, then try again.',
      {
        reference,
      },
    )
  }
  log.error({ reference, error: describe(error) }, 'a request failed for a reason nobody expected')
  return toProblem(
    'internal',
    `Something failed here that should not. Its trace is in the desk's log as ${reference}.`,
    {
      reference,
    },
  )
}

function fromFastify(error: unknown): ProblemBody | undefined {
  const { code, statusCode } = (error ?? {}) as Partial<FastifyError>
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return toProblem('too_large', 'The body is larger than this route takes.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return toProblem(
        'unsupported_media_type',
        'The body must be sent with its "Content-Type", and one that is taken here.',
      )
    case 'FST_ERR_BAD_URL':
      return badPart('The address', 'can not be read: a % must be followed by two hex digits, and all be UTF-8')
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return badPart('The address', 'has a longer id than there can be')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return badPart('The body', 'is not as long as its "Content-Length" says')
  }
  // Only the framework's own refusals count, not a library's error that happens to carry a status code.
  return statusCode === 400 && code?.startsWith('FST_ERR_')
    ? toProblem('invalid_input', 'The request can not be read as HTTP.')
    : undefined
}

const badPart = (field: string, detail: string): ProblemBody =>
  toProblem('invalid_input', `${field} ${detail}.`, { errors: [{ field, detail }] })

/** The driver's errors without a code: it could not connect, lost the connection, or was queried on a lost one. */
const AWAY_BY_MESSAGE =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (has encountered a connection error|was closed) and is not queryable)/

/**
 * PostgreSQL's classes for lost connections, missing resources (no connection left) and shutting down. Single codes: a standby
 * (25006), and what the server ended because it took too long (25P03, 57014).
 */
const AWAY_BY_CODE = /^(08...|53...|57P..|25006|25P03|57014)$/

/** The same in the words of Node and of the driver. */
function isDatabaseAway(error: unknown): boolean {
  const code = sqlState(error) ?? ''
  if (AWAY_BY_CODE.test(code)) return true
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code)) return true
  return AWAY_BY_MESSAGE.test(messageOf(error))
}

/** An error as it may be logged. PostgreSQL's detail quotes rows, and its data exceptions quote what was sent. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: messageOf(error) }
  const code = sqlState(error)
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const message = code?.startsWith('22') ? 'data exception' : error.message
  return { name: error.name, message, stack: frames, ...(code === undefined ? {} : { code }) }
}
