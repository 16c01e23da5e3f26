import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import type { ConnectorStand, PlatformFault } from './connector-conformance.ts'

const UPDATE = 'com.atproto.admin.updateSubjectStatus'
const STATUS = 'com.atproto.admin.getSubjectStatus'
const TAKEN = /"applied":(true|false)/

/**
 * Starts a way to a PDS that fails as a test wants: it forwards every request, and loses, delays or changes those of one
 * fault. The PDS itself is not touched, so it is a real one or a stand-in.
 */
export async function startFaultyWay(t: TestContext, pds: string) {
  let fault: PlatformFault | undefined
  const held: (() => Promise<unknown>)[] = []
  const server = createServer((request, response) => void pass(request, response))
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const [url = '', body] = [request.url, await buffer(request)]
    const now = fault
    if (now === 'away') return request.socket.destroy()
    const forward = () => send(pds, request, body)
    const isEffect = url.includes(UPDATE)
    if (isEffect && (now === 'lost' || now === 'unanswered' || now === 'late')) {
      fault = undefined
      if (now === 'unanswered') await forward()
      if (now === 'late') held.push(forward)
      return request.socket.destroy()
    }
    if (isEffect && now === 'refused') return response.writeHead(400).end('{"error":"InvalidRequest"}')
    const { status, headers, text } = await forward()
    const lies = now === 'lying' && url.includes(STATUS)
    const told = lies ? text.replace(TAKEN, (_all, taken) => `"applied":${taken !== 'true'}`) : text
    response.writeHead(status, { 'content-type': headers.get('content-type') ?? '' }).end(told)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const fail = async (next: PlatformFault) => {
    fault = next
    return async () => {
      fault = undefined
      await Promise.all(held.splice(0).map((forward) => forward()))
    }
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, fail }
}

async function send(pds: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { authorization, 'content-type': type } = headers
  const answer = await fetch(`${pds}${url}`, {
    ...(method === undefined ? {} : { method }),
    headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** Joins the connector to a PDS by a way that fails on demand. */
export async function standAt(
  t: TestContext,
  { pds, password, did }: { pds: string; password: string; did: string },
): Promise<ConnectorStand> {
  const way = await startFaultyWay(t, pds)
  const context = { now: () => new Date(), allowPrivate: [] }
  return {
    connector: ATPROTO.open({ pds: way.url }, { PASSWORD: password }, context),
    subject: { kind: 'account', id: did },
    missing: { kind: 'account', id: `did:plc:${'z'.repeat(24)}` },
    isShown: async ({ id }) => (await fetch(`${pds}/xrpc/com.atproto.repo.describeRepo?repo=${id}`)).status === 200,
    fail: way.fail,
  }
}
