import assert from 'node:assert/strict'
import type { BrokenRequest } from './break-request.ts'
import type { Answer } from './hostile-desk.ts'

const PROBLEM = 'application/problem+json; charset=utf-8'
const SCIM = 'application/scim+json; charset=utf-8'
const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
const URN = /^urn:countersign:problem:[a-z_]+$/
/** Checks that a refusal repeats only names, so that a large request never causes a larger answer. */
const REFUSAL_CHARS_MAX = 16_384

/**
 * The problems of an unreachable platform, as it is in these tests: no media to compare, no facts of a subject, no
 * picture of an account.
 */
const AWAY = ['match.noMedia', 'opening.unread', 'media.unanswered']
/** True when the request was accepted, and the platform did not answer. */
const isPlatformAway = ({ status, body }: Answer): boolean => status === 503 && AWAY.includes(JSON.parse(body).key)

/** Checks the answer to a faulty request: a problem that names the field, and never a server error. */
export function checkAnswer(answer: Answer, { must, status, field }: BrokenRequest): void {
  assert.ok(answer.status < 500 || isPlatformAway(answer), `answered ${answer.status}`)
  if (must === 'be refused') assert.ok(answer.status >= 400, `taken with ${answer.status}`)
  if (status !== undefined) assert.equal(answer.status, status)
  if (answer.status < 400) return
  if (answer.type === SCIM) {
    checkScimError(answer, field)
    return
  }
  const problem = JSON.parse(answer.body)
  assert.equal(answer.type, PROBLEM)
  assert.match(problem.type, URN)
  assert.equal(problem.status, answer.status)
  assert.ok(problem.title.length > 0 && problem.detail.length > 0)
  if (answer.status === 400) assert.ok(answer.body.length <= REFUSAL_CHARS_MAX, `${answer.body.length} characters back`)
  if (field !== undefined) assert.ok(names(problem.errors, field), 'the field that is wrong is not named')
}

/** Checks the same in SCIM's form, which has no list of fields: its sentence names the faulty one. */
function checkScimError(answer: Answer, field: string | undefined): void {
  const error = JSON.parse(answer.body)
  assert.deepEqual([error.schemas, error.status], [[SCIM_ERROR], String(answer.status)])
  assert.ok(error.detail.length > 0 && answer.body.length <= REFUSAL_CHARS_MAX)
  if (answer.status === 400) assert.ok(error.scimType.length > 0)
  const named = (field ?? '').split('/')
  const isNear = named.some((_part, index) => error.detail.includes(named.slice(0, named.length - index).join('/')))
  assert.ok(field === undefined || isNear, 'the field that is wrong is not named')
}

/**
 * True when an error names the field: a member may stand for a wrong whole, the whole for a missing member, and a
 * beginning for a long name.
 */
function names(errors: unknown, field: string): boolean {
  if (!Array.isArray(errors)) return false
  const isNear = (named: string) =>
    named === field || named.startsWith(`${field}/`) || field.startsWith(`${named}/`) || named === `${field}…`
  return errors.some((each) => field === '' || isNear(String(each.field)))
}
