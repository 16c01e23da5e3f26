import { randomUUID } from 'node:crypto'
import type { Subject } from '@countersign/platform-kit'
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { isCategory } from './categories.ts'
import type { Clock } from './clock.ts'
import type { DemoStore, Sql } from './demo-store.ts'
import { PAGE_HEADERS } from './page-layout.ts'
import { findAccountById, findPost } from './page-queries.ts'
import { notFoundPage, problemPage, reportPage } from './pages.ts'
import { drawPortrait } from './pictures.ts'
import { type Desk, type Evidence, type ReportDraft, reportToDesk } from './report-to-desk.ts'

const COMMENT_CHARS_MAX = 2_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const VISITOR_COOKIE = 'visitor'
const VISITOR_COOKIE_MAX_AGE_S = 365 * 24 * 3600

export interface ReportDoor {
  store: DemoStore
  clock: Clock
  findDesk: () => Desk | undefined
}

/** The report button: a plain form, so that it works without scripts. */
export const reportRoutes =
  (door: ReportDoor): FastifyPluginCallback =>
  (app, _options, done) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, new URLSearchParams(String(body))),
    )
    app.post<{ Body: URLSearchParams }>('/report', async (request, reply) => {
      reply.headers(PAGE_HEADERS)
      if (isFromElsewhere(request)) return reply.code(403).send(problemPage('Please use the form on this site.'))
      const draft = readDraft(request.body, findVisitor(request), door.clock)
      if (typeof draft === 'string') return reply.code(400).send(problemPage(draft))
      const evidence = findEvidence(door.store.committed, draft.subject)
      if (!evidence) return reply.code(404).send(notFoundPage())
      rememberVisitor(reply, draft.reporterId)
      const outcome = await reportToDesk(door.findDesk(), draft, evidence)
      return reply.code(outcome.status).send(reportPage(outcome, draft))
    })
    done()
  }

function readDraft(form: URLSearchParams, visitor: string, clock: Clock): ReportDraft | string {
  const [kind, id, ground, category] = ['kind', 'id', 'ground', 'category'].map((name) => form.get(name))
  if ((kind !== 'account' && kind !== 'content') || !id) return 'It does not say what it is about.'
  if (ground !== 'terms' && ground !== 'illegal') return 'It does not say which rules are broken.'
  if (!isCategory(category)) return 'It does not say what is wrong.'
  const comment = form.get('comment')?.trim() ?? ''
  if (comment.length > COMMENT_CHARS_MAX) return `The comment is longer than ${COMMENT_CHARS_MAX} characters.`
  const sentBefore = form.get('reportId')
  const reportId = sentBefore && UUID.test(sentBefore) ? sentBefore : randomUUID()
  const firstAt = Date.parse(form.get('reportedAt') ?? '')
  const reportedAt = Number.isNaN(firstAt) ? clock.now() : new Date(firstAt)
  return {
    reportId,
    subject: { kind, id },
    ground,
    category,
    reporterId: visitor,
    reportedAt: reportedAt.toISOString(),
    ...(comment && { comment }),
  }
}

function findEvidence(sql: Sql, { kind, id }: Subject): Evidence | undefined {
  if (kind === 'content') {
    const post = findPost(sql, id)
    return post && { text: post.text, language: post.language }
  }
  const account = findAccountById(sql, id)
  if (!account) return undefined
  const text = `${account.displayName} (@${account.handle})\n${account.bio}`
  return { text, language: null, picture: drawPortrait(id) }
}

/**
 * There is no sign-in: a visitor is a random number in a cookie, so that one visitor's reports count as one reporter's.
 */
function findVisitor(request: FastifyRequest): string {
  const cookies = (request.headers.cookie ?? '').split('; ').map((cookie) => cookie.split('='))
  const value = cookies.find(([name]) => name === VISITOR_COOKIE)?.[1]
  return value && UUID.test(value) ? value : randomUUID()
}

function rememberVisitor(reply: FastifyReply, visitor: string): void {
  const cookie = `${VISITOR_COOKIE}=${visitor}; Path=/; Max-Age=${VISITOR_COOKIE_MAX_AGE_S}; HttpOnly; SameSite=Lax`
  reply.header('set-cookie', cookie)
}

/**
 * Browsers state when another site's page sends the form; only in a browser can another site send it without the
 * visitor's knowledge.
 */
function isFromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}
