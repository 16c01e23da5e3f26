import type { Desk } from '../desk.ts'
import { RATES } from '../http/limit-rate.ts'
import { ROUTES } from '../http/routes.ts'
import { buildServer } from '../http/server.ts'
import { codeOf, StartError } from '../store/start-error.ts'

/** Loopback only: in front of the network stands a proxy that speaks TLS. */
const HOST = '127.0.0.1'

export interface RunningApi {
  url: string
  close(): Promise<void>
}

/** Serves the desk's routes on a port. `ready` says whether everything else this process does is up. */
export async function runApi(
  desk: Desk,
  port: number,
  ready: () => boolean,
  trustedProxies: readonly string[] = [],
): Promise<RunningApi> {
  const app = buildServer(desk, { routes: ROUTES, ready, rates: RATES, trustedProxies })
  try {
    const url = await app.listen({ host: HOST, port })
    return { url, close: () => app.close() }
  } catch (error) {
    await app.close()
    if (codeOf(error) === 'EADDRINUSE') {
      throw new StartError(`Port ${port} is in use: stop what listens there, or choose another with --port.`)
    }
    if (codeOf(error) === 'EACCES')
      throw new StartError(`Port ${port} needs rights this user has not: choose one above 1023.`)
    throw error
  }
}
