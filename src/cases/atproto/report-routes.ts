import { createHash } from 'node:crypto'
import { DidResolver } from '../../foundation/atproto/resolve-did.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import type { Labeler } from '../../foundation/connector/labeler.ts'
import type { KeyCaller } from '../../foundation/domain.ts'
import { HOUR_MS, MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { readBearer } from '../../people/access/caller.ts'
import { findKeyById } from '../../people/staff/queries.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { openReportGroups } from '../intake/group-commit.ts'
import { receiveReport } from '../intake/receive-report.ts'
import { DidDocumentAnswer, describeService } from './did-document.ts'
import { DocumentReads } from './document-reads.ts'
import { CreatedReport, CreateReport, toReport } from './to-report.ts'
import { type ServiceCaller, verifyServiceAuth } from './verify-service-auth.ts'

const METHOD = 'com.atproto.moderation.createReport'
const BODY_BYTES_MAX = 65_536
/** The most reports of one account in an hour. */
const REPORTS_AN_HOUR_MAX = 100
/** The most refused tokens of one network in a minute: each may make the desk read a document of its sender's choice. */
const REFUSED_A_MINUTE_MAX = 60

const reporting = {
  summary: 'Receive a report of the AT Protocol',
  description:
    'The method com.atproto.moderation.createReport, as a PDS calls it for one of its accounts. The account’s own key signs the request (inter-service authentication) for this service and this method. A token that is sent again returns the first answer; a token for another report is refused.',
  body: CreateReport,
  response: { 200: CreatedReport, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem },
}

const describing = {
  summary: 'Read the DID document of the moderation service',
  description: 'Only where the DID of the service is of the method did:web and names the address of this desk.',
  response: { 200: DidDocumentAnswer, 404: Problem },
}

/** Routes by which the desk is a moderation service of the AT Protocol. */
export function reportRoutes(app: App, desk: Desk): void {
  const { reports } = openReportGroups(app, desk, ['reports'])
  const admit = admitter(desk)
  app.post(`/xrpc/${METHOD}`, { schema: reporting, bodyLimit: BODY_BYTES_MAX }, async (request) => {
    const labeler = requireLabeler(desk)
    const caller = await admit(labeler, request)
    const key = await findReportKey(desk, labeler)
    const body = toReport(labeler.platform, caller, request.body)
    const received = await receiveReport((given) => reports.submit(given), key.id, body)
    if ('paused' in received)
      throw new DeskError('not_allowed', message('atproto.paused', { until: new Date(received.paused.pausedUntil) }))
    const { answer } = received
    const { reasonType, reason, subject } = request.body
    const id = Number(answer.reportId.split('_').at(-1))
    return {
      ...{ id, reasonType, subject, reportedBy: caller.did, createdAt: answer.receivedAt },
      ...(reason !== undefined && { reason }),
    }
  })
  app.get('/.well-known/did.json', { schema: describing }, async () => {
    const labeler = requireLabeler(desk)
    const { origin } = desk.relyingParty
    const hosted = `did:web:${new URL(origin).host.replace(':', '%3A')}`
    if (labeler.did !== hosted) throw new DeskError('not_found', message('atproto.otherDid', { did: labeler.did }))
    return describeService(labeler, origin)
  })
}

const requireLabeler = (desk: Desk): Labeler => requireFound(desk.labeler, message('atproto.none'))

/** Returns the function that verifies the sender of a request, within limits for each network and each account. */
function admitter(desk: Desk) {
  const refused = new AttemptLimit({ max: REFUSED_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const reports = new AttemptLimit({ max: REPORTS_AN_HOUR_MAX, windowMs: HOUR_MS })
  const reads = new DocumentReads(tooMany)
  let resolver: DidResolver | undefined
  return async ({ did: audience, plc, allowPrivate }: Labeler, request: SignedRequest): Promise<ServiceCaller> => {
    if (refused.isOver(request.ip)) throw tooMany()
    resolver ??= new DidResolver({
      plc,
      directory: guardedFetch({ allowPrivate }),
      others: guardedFetch({ allowPrivate, ownMachine: false }),
      bound: reads.run,
    })
    const now = await readDeskTime(desk.db)
    const token = readBearer(request.headers.authorization)
    const caller = await verifyServiceAuth(resolver, token, { audience, method: METHOD, now }).catch(
      (error: unknown) => {
        // A sender who found no place has not been refused.
        if (!(error instanceof DeskError && error.code === 'too_many')) refused.count(request.ip)
        throw error
      },
    )
    reads.know(caller.did)
    if (!reports.admit(createHash('sha256').update(caller.did).digest('hex'))) throw tooMany()
    return caller
  }
}

interface SignedRequest {
  ip: string
  headers: { authorization?: string | undefined }
}

const tooMany = (): DeskError => new DeskError('too_many', message('request.tooMany'), { error: 'RateLimitExceeded' })

async function findReportKey(desk: Desk, { keyId, platform }: Labeler): Promise<KeyCaller> {
  const key = await findKeyById(desk.db, keyId)
  if (key?.platform === platform && key.scopes.includes('report')) return key
  throw new DeskError('not_allowed', message('atproto.noKey', { keyId }))
}
