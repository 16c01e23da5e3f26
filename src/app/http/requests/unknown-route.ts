import type { FastifyInstance } from 'fastify'
import { sendProblem, toProblem } from './problem.ts'

/** Answers 404 where nothing is, and 405 with the methods there are where only the method is wrong. */
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
    if (methods.length === 0) {
      return sendProblem(
        reply,
        toProblem('not_found', 'There is nothing at this address: GET /v1/openapi.json lists what there is.'),
      )
    }
    const allow = [...new Set(methods)].sort().join(', ')
    return sendProblem(reply.header('allow', allow), toProblem('wrong_method', `This address takes ${allow}.`))
  })
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  )
}
