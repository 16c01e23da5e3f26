import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isTracing, type OpenSpan, runInSpan, startSpan } from '../../foundation/telemetry/tracing.ts'

/**
 * Runs each request in a span, named for its route. A trace that the caller states is not continued: callers would choose
 * ids and sampling, so it begins a new trace (W3C Trace Context, "Security Considerations"). A span states no address of a
 * caller and none that was requested.
 */
export function traceRequests(app: FastifyInstance): void {
  if (!isTracing()) return
  const spans = new WeakMap<FastifyRequest, OpenSpan>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions, id } = request
    const route = routeOptions.url ?? 'none'
    const attributes = { 'http.request.method': method, 'http.route': route, 'countersign.request_id': id }
    const span = startSpan({ name: `${method} ${route}`, kind: 'server', attributes })
    if (span !== undefined) spans.set(request, span)
    runInSpan(span, done)
  })
  // The body arrives on the socket, outside of the span.
  app.addHook('preValidation', (request, _reply, done) => runInSpan(spans.get(request), done))
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request)
    span?.set({ 'http.response.status_code': reply.statusCode })
    span?.end(reply.statusCode >= 500 ? 'failed' : undefined)
    runInSpan(span, done)
  })
}
