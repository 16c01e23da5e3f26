import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { coopConnector } from '../../../src/connectors/coop/coop-connector.ts'
import { type CoopTypes, OWN_NAMES } from '../../../src/foundation/coop/coop-item.ts'
import type { PlatformFault } from '../connector-conformance.ts'

export const TYPES: CoopTypes = { accounts: ['user'], items: {}, fields: OWN_NAMES }
const AUTHORIZATION = 'Bearer the-key-that-the-platform-gave'
const reversible = (name: string) => ({
  ...{ id: `${name}-id`, path: `/actions/${name}` },
  undo: { id: `un${name}-id`, path: `/actions/un${name}` },
})

/** The actions that the stand-in platform defined in Coop, as the file of platforms names them. */
export const ACTIONS = {
  ...{ hide: reversible('hide'), suspend: reversible('suspend'), lock: reversible('lock'), limit: reversible('limit') },
}
const WARN = { id: 'warn-id', path: '/actions/warn' }

type Data = Record<string, unknown>
/** The change of an item by each action of the platform. */
const EFFECTS: Readonly<Record<string, Data>> = {
  ...{ 'hide-id': { visible: false }, 'unhide-id': { visible: true } },
  ...{ 'suspend-id': { visible: false }, 'unsuspend-id': { visible: true } },
  ...{ 'lock-id': { mayPost: false }, 'unlock-id': { mayPost: true } },
  ...{ 'limit-id': { limited: true }, 'unlimit-id': { limited: false }, 'warn-id': {} },
}

export interface Callback {
  path: string
  body: { item: { id: string; typeId: string }; action: { id: string } } & Record<string, unknown>
}

/**
 * A platform as Coop's public documents describe one that Coop calls: it verifies `Coop-Signature` over the bytes of the
 * body, carries out action callbacks, and answers the Partial Items API, leaving out items that it does not have.
 */
export class CoopPlatform {
  readonly items = new Map<string, Data>()
  readonly callbacks: Callback[] = []
  /** Leaves hidden items out of its answers. */
  leavesOutHidden = false
  readonly keys = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  #fault: PlatformFault | undefined
  #late: (() => void)[] = []

  find(typeId: string, id: string): Data | undefined {
    return this.items.get(`${typeId} ${id}`)
  }

  put(typeId: string, id: string, data: Data): void {
    this.items.set(`${typeId} ${id}`, data)
  }

  /** Begins a fault of one call or, for `lying` and `away`, of all until it ends. Ending it carries out late calls. */
  fail(fault: PlatformFault): () => Promise<void> {
    this.#fault = fault
    return async () => {
      this.#fault = undefined
      for (const act of this.#late.splice(0)) act()
    }
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const body = await buffer(request)
    if (this.#fault === 'away') return response.destroy()
    const signature = Buffer.from(String(request.headers['coop-signature']), 'base64')
    const isSigned = verify(
      'sha256',
      body,
      createPublicKey(this.keys.publicKey.export({ type: 'spki', format: 'pem' })),
      signature,
    )
    if (!isSigned || request.headers.authorization !== AUTHORIZATION) return response.writeHead(401).end()
    const content = JSON.parse(body.toString())
    if (request.url === '/items') return response.end(JSON.stringify({ items: this.#readItems(content.items) }))
    return this.#act({ path: request.url ?? '', body: content }, response)
  }

  #readItems(asked: Callback['body']['item'][]) {
    return asked.flatMap(({ id, typeId }) => {
      const data = this.find(typeId, id)
      if (data === undefined || (this.leavesOutHidden && data.visible === false)) return []
      return [{ id, typeId, data: this.#fault === 'lying' ? { ...data, visible: data.visible !== true } : data }]
    })
  }

  #act(callback: Callback, response: ServerResponse): unknown {
    const act = () => this.#carryOut(callback)
    switch (this.#fault) {
      case 'lost':
        this.#fault = undefined
        return response.destroy()
      case 'unanswered':
        this.#fault = undefined
        act()
        return response.destroy()
      case 'late':
        this.#fault = undefined
        this.#late.push(act)
        return response.destroy()
      case 'refused':
        this.#fault = undefined
        return response.writeHead(503).end()
      default:
        return response.writeHead(act() ? 200 : 404).end()
    }
  }

  #carryOut(callback: Callback): boolean {
    this.callbacks.push(callback)
    const { item, action } = callback.body
    const [data, effect] = [this.find(item.typeId, item.id), EFFECTS[action.id]]
    if (data === undefined || effect === undefined) return false
    this.put(item.typeId, item.id, { ...data, ...effect })
    return true
  }
}

/** Serves a stand-in platform with these items on a free port, and connects to it. */
export async function startCoopPlatform(t: TestContext) {
  const platform = new CoopPlatform()
  const server = createServer((request, response) => {
    platform.answer(request, response).catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/items`
  const options = {
    ...{ url, types: TYPES, actions: ACTIONS, warn: WARN, authorization: AUTHORIZATION, now: () => new Date() },
    key: platform.keys.privateKey,
  }
  return { platform, options, connector: coopConnector(options) }
}
