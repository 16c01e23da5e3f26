import type { IncomingMessage } from 'node:http'
import { Type } from 'typebox'
import { WebSocketServer } from 'ws'
import { AddressTurns } from '../../foundation/bounds/address-turns.ts'
import type { Labeler } from '../../foundation/connector/labeler.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { Problem, strict } from '../../foundation/schemas/schemas.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { acceptUpgrades } from './accept-upgrades.ts'
import { LabelSigner } from './label.ts'
import { LabelStream } from './label-stream.ts'
import { LabelsAnswer, QueryLabels, queryLabels } from './query-labels.ts'

const SUBSCRIBE_LABELS = '/xrpc/com.atproto.label.subscribeLabels'
/**
 * True for a request that may become a WebSocket. Every other request for another protocol is answered as if for none.
 * So is each one of a desk without a labeler.
 */
export const mayUpgrade = ({ labeler }: Pick<Desk, 'labeler'>, { url }: Pick<IncomingMessage, 'url'>): boolean =>
  labeler !== undefined && url?.split('?', 1)[0] === SUBSCRIBE_LABELS

/** The queries at a time, so that strangers never take all connections with the database, and those that wait. */
const QUERIES = { running: 4, max: 100, maxEach: 10 }
/** Consumers send nothing. */
const MESSAGE_BYTES_MAX = 1_024

const querying = {
  summary: 'Query the labels of accounts and records',
  description:
    'The method com.atproto.label.queryLabels: the labels that count now, signed. Anyone may call it. A page may be short or empty while its cursor says that there are more.',
  querystring: QueryLabels,
  response: { 200: LabelsAnswer, 404: Problem, 429: Problem },
}

const subscribing = {
  summary: 'Subscribe to labels',
  description:
    'The method com.atproto.label.subscribeLabels, over a WebSocket: the labels after the cursor, in their order, then each new one. Anyone may call it. A consumer that takes no labels for 30 seconds is dropped.',
  querystring: Type.Object(
    {
      cursor: Type.Optional(
        Type.Integer({
          ...{ minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
          description: 'The number of the last label that you have. 0: all labels. Left out: only new ones.',
        }),
      ),
    },
    strict,
  ),
  response: {
    101: Type.Null({ description: 'The connection is a WebSocket now. Its messages are two values of DAG-CBOR each.' }),
    ...{ 400: Problem, 404: Problem, 429: Problem },
  },
}

/** Routes by which anyone reads the labels that this desk publishes. */
export function labelRoutes(app: App, desk: Desk): void {
  const turns = new AddressTurns(QUERIES, tooMany)
  const openSigner = signerOf()
  app.get('/xrpc/com.atproto.label.queryLabels', { schema: querying }, async ({ query, ip }) => {
    const signer = await openSigner(requireLabeler(desk))
    return turns.run(ip, () => queryLabels(desk.db, signer, query))
  })
  const stream = new LabelStream(desk)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX })
  const upgrades = acceptUpgrades(app)
  app.addHook('preClose', async () => stream.close())
  app.get(SUBSCRIBE_LABELS, { schema: subscribing }, async (request, reply) => {
    const signer = await openSigner(requireLabeler(desk))
    const upgrade = upgrades.get(request.raw)
    if (upgrade === undefined) throw new DeskError('invalid_input', message('atproto.webSocket'))
    if (upgrade.socket.destroyed) return reply.hijack()
    const release = stream.takePlace(request.ip, () => upgrade.socket.destroy())
    if (release === undefined) throw tooMany()
    upgrade.socket.once('close', release)
    reply.hijack()
    reply.raw.detachSocket(upgrade.socket)
    const { cursor } = request.query
    sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
      upgrade.opened()
      void stream.serve(signer, { socket, address: request.ip, cursor })
    })
  })
}

/** Returns the function that opens the key of a labeler once. */
function signerOf(): (labeler: Labeler) => Promise<LabelSigner> {
  let signer: Promise<LabelSigner> | undefined
  return ({ signingKey }) => {
    signer ??= LabelSigner.open(signingKey)
    return signer
  }
}

const requireLabeler = (desk: Desk): Labeler => requireFound(desk.labeler, message('atproto.none'))

const tooMany = (): DeskError => new DeskError('too_many', message('request.tooMany'), { error: 'RateLimitExceeded' })
