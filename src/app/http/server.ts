import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyPluginCallbackTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { trimScimAddress } from '../../admin/directory/scim-route.ts'
import { mayUpgrade } from '../../enforcement/labels/label-routes.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { answeredRequests } from '../../foundation/telemetry/measurement.ts'
import type { Desk } from '../../policy/desk.ts'
import type { StageRoutes } from '../../policy/stage/stage.ts'
import { separateOrigins } from '../../review/public/pages/separate-origins.ts'
import { traceRequests } from '../telemetry/trace-requests.ts'
import { consoleRoutes } from './console-routes.ts'
import { type Deprecations, sendDeprecations } from './deprecations.ts'
import { describeApi } from './document/document.ts'
import { enforceRights } from './enforce-rights.ts'
import { healthRoutes } from './health-routes.ts'
import { answerOnce } from './idempotency/answer-once.ts'
import { registerViewRecording } from './record-views.ts'
import { answerClientError, watchConnections } from './requests/client-error.ts'
import { limitRates, type Rates } from './requests/limit-rate.ts'
import { problemOf, sendProblem, toProblem } from './requests/problem.ts'
import { readBodies } from './requests/read-body.ts'
import { renderAnswers } from './requests/render-answers.ts'
import { sendHeaders } from './requests/send-headers.ts'
import { compileSerializer } from './requests/serializer.ts'
import { shareFairly } from './requests/share-fairly.ts'
import { answerUnknownRoutes } from './requests/unknown-route.ts'
import { compileValidator } from './requests/validator.ts'
import { watchDatabase } from './requests/watch-database.ts'
import { JOINED } from './routes.ts'
import { withholdFields } from './withhold-fields.ts'

interface ServerOptions {
  routes: readonly StageRoutes[]
  /** True when all other parts of this process run. */
  ready: () => boolean
  /** The rates of one caller. Missing: no limit. */
  rates?: Rates
  /** The proxies whose forwarded addresses are trusted. Missing: none. */
  trustedProxies?: readonly string[]
  /** Deprecated routes beside those of the table, for tests. */
  deprecations?: Deprecations
  /** The timeout of a slow request, for tests that cannot wait a minute. */
  requestTimeoutMs?: number
  /** False: no HEAD, for tests that send none. To read its routes takes a third of a server's start. */
  heads?: boolean
}

const BODY_BYTES_MAX = 1_048_576
/** The time for a whole request to arrive: a slow sender must not hold a place for ever. */
const REQUEST_TIMEOUT_MS = 60_000
const HEADERS_TIMEOUT_MS = 10_000
/** The number of times that Node checks an open request within one timeout. */
const TIMEOUT_CHECKS = 6
/**
 * The most characters of an address parameter: an id of 256 characters, each up to four bytes, each byte three
 * characters.
 */
const PATH_PARAMETER_LENGTH_MAX = 3_072

const httpOptions = (desk: Desk, requestTimeoutMs: number) => ({
  // Node uses the longer of these two timeouts for the whole request, so both are set.
  headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
  requestTimeout: requestTimeoutMs,
  connectionsCheckingInterval: Math.ceil(requestTimeoutMs / TIMEOUT_CHECKS),
  requireHostHeader: false, // Node would refuse such a request without an answer.
  shouldUpgradeCallback: (request: IncomingMessage) => mayUpgrade(desk, request),
})

/** Builds the server: every route checked against the table of rights, every failure answered as a problem. */
export function buildServer(desk: Desk, options: ServerOptions): FastifyInstance {
  const { routes, ready, requestTimeoutMs = REQUEST_TIMEOUT_MS, rates, trustedProxies = [], heads = true } = options
  const app = Fastify({
    loggerInstance: desk.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    rewriteUrl: ({ url = '/' }) => trimScimAddress(url),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // A HEAD runs the GET without sending its body. It counts as a view, because its status and length show something.
    exposeHeadRoutes: heads,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: requestTimeoutMs,
    http: httpOptions(desk, requestTimeoutMs),
    routerOptions: { maxParamLength: PATH_PARAMETER_LENGTH_MAX },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendProblem(reply, problemOf(error, request.id, desk.log)),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(compileSerializer)
  app.setErrorHandler((error, request, reply) => {
    if (isCutOff(request.raw)) return sendProblem(reply, toProblem('invalid_input', message('request.cutOff')))
    return sendProblem(reply, problemOf(error, request.id, desk.log))
  })
  traceRequests(app)
  watchConnections(app)
  logRequests(app)
  sendHeaders(app)
  requireHost(app)
  separateOrigins(app, desk)
  // Deprecations come before the rights, so that a refusal announces them too.
  sendDeprecations(app, options.deprecations)
  shareFairly(app, desk.relyingParty)
  enforceRights(app, desk)
  if (rates) limitRates(app, rates)
  readBodies(app) // Bodies are read after the rights: a stranger learns nothing, and makes the desk read nothing.
  describeApi(app, desk.relyingParty, options.deprecations)
  answerUnknownRoutes(app)
  renderAnswers(app)
  registerViewRecording(app, desk)
  withholdFields(app) // Fields are withheld after the views were recorded, which need the whole answer.
  answerOnce(app, desk)
  app.addHook('preValidation', async ({ params, query, body, routeOptions }) => {
    // A body without a schema is ignored, or a stream that its route reads itself.
    for (const part of [params, query, routeOptions.schema?.body && body]) refuseUnstorable(part)
  })
  // Readiness is read over the restores' own connections: a busy desk still reaches its database.
  const databaseAnswers = watchDatabase(desk.restoreDb)
  app.register((part) => healthRoutes(part, ready, databaseAnswers))
  app.register(consoleRoutes)
  for (const stage of routes) app.register(named((part) => stage(part, desk, JOINED), stage.name))
  return app
}

/** The plugin gets a name, because Fastify searches all loaded modules for that of an unnamed one. */
const named = (plugin: FastifyPluginCallbackTypebox, name: string): FastifyPluginCallbackTypebox =>
  Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name || 'a stage' })

/** True when the caller disconnected before the whole request arrived. That is no error, and isn't logged as one. */
const isCutOff = ({ destroyed, complete }: IncomingMessage): boolean => destroyed && !complete

/**
 * HTTP/1.1 requires one Host (RFC 9112 §3.2). Without it, or with two, proxies may disagree about the receiver: request smuggling.
 */
function requireHost(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => {
    // Node keeps the first of several Host headers and drops the others; the raw headers have names at even places.
    const hosts = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length
    if (hosts === 1 || (hosts === 0 && raw.httpVersion !== '1.1')) return
    throw invalidField('Host', message(hosts === 0 ? 'field.missing' : 'field.repeated'))
  })
}

/** Logs one line for each request, without data about people: no address, query, header or body. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  app.addHook('onResponse', async ({ method, routeOptions, log }, reply) => {
    const route = routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1_000
    answeredRequests.record(() => ({ method, route, status: reply.statusCode, seconds }))
    log.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}
