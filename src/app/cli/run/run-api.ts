import type { Desk } from '../../../policy/desk.ts'
import { RATES } from '../../http/requests/limit-rate.ts'
import { ROUTES } from '../../http/routes.ts'
import { buildServer } from '../../http/server.ts'
import { codeOf, StartError } from '../../../foundation/store/start-error.ts'

/**
 * The address at which the API listens. Without a host it is loopback: a proxy that speaks TLS stands between it and
 * the network.
 */
interface ListenAt {
  host?: string
  port: number
}

const LOOPBACK = '127.0.0.1'

interface RunningApi {
  url: string
  close(): Promise<void>
}

/** Serves the desk's routes at an address. `ready` states whether all other parts of this process run. */
export async function runApi(
  desk: Desk,
  { host = LOOPBACK, port }: ListenAt,
  ready: () => boolean,
  trustedProxies: readonly string[] = [],
): Promise<RunningApi> {
  const app = buildServer(desk, { routes: ROUTES, ready, rates: RATES, trustedProxies })
  try {
    const url = await app.listen({ host, port })
    return { url, close: () => app.close() }
  } catch (error) {
    await app.close()
    if (codeOf(error) === 'EADDRINUSE') {
      throw new StartError(`Port ${port} is in use: stop what listens there, or choose another with --port.`)
    }
    if (codeOf(error) === 'EADDRNOTAVAIL') {
      throw new StartError(
        `This machine has no address ${host}: set COUNTERSIGN_HOST to one that it has, or to 0.0.0.0 for all.`,
      )
    }
    if (codeOf(error) === 'EACCES')
      throw new StartError(`Port ${port} needs rights this user has not: choose one above 1023.`)
    throw error
  }
}
