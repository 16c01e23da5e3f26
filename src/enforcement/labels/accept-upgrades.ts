import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { App } from '../../policy/desk.ts'

/** The longest silence of a connection before its WebSocket is open. Node's own timeouts end with the upgrade. */
const SILENCE_MS = 10_000

interface Upgrade {
  socket: Socket
  head: Buffer
  /** Ends the timeout of the connection, whose WebSocket has rules of its own. */
  opened: () => void
}

/**
 * Passes requests for a WebSocket through the same routing as all others, with its rights and limits. Refusals are
 * answered over HTTP, and close the connection.
 */
export function acceptUpgrades(app: App): WeakMap<IncomingMessage, Upgrade> {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>()
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const destroy = () => socket.destroy()
    // Node took its own listener off. A reset connection without any would end the process.
    socket.on('error', destroy)
    socket.setTimeout(SILENCE_MS, destroy)
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once('finish', () => socket.destroySoon())
    upgrades.set(request, { socket, head, opened: () => socket.setTimeout(0, destroy) })
    app.routing(request, response)
  })
  return upgrades
}
