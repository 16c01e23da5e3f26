import type { FastifyInstance } from 'fastify'
import { message } from '../../../foundation/messages/message.ts'
import { SCIM_BASE } from '../../../admin/directory/scim-error.ts'
import { sendProblem, toProblem } from './problem.ts'

/** Answers 404 for an unknown address, and 405 with the allowed methods for a known one. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const methodsByUrl = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ method, url }) => {
    const methods = methodsByUrl.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    methodsByUrl.set(url, methods)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const methods = [...methodsByUrl].flatMap(([url, each]) => (matches(url, path) ? [...each] : []))
    if (path === `${SCIM_BASE}/Me`) return sendProblem(reply, toProblem('not_implemented', message('directory.noMe')))
    if (methods.length === 0) {
      return sendProblem(reply, toProblem('not_found', message('request.noSuchAddress')))
    }
    const allowed = [...new Set(methods)].sort()
    const problem = toProblem('wrong_method', message('request.wrongMethod', { methods: { as: 'or', list: allowed } }))
    return sendProblem(reply.header('allow', allowed.join(', ')), problem)
  })
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  )
}
