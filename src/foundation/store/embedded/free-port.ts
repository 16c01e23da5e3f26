import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { StartError } from '../start-error.ts'

const LOOPBACK = '127.0.0.1'
/**
 * Systems take the ports of outgoing connections, and those of servers that ask for any port, from 32768 upwards (Linux) or
 * from 49152 (RFC 6335). A port below is still free a minute later, when a slow program binds it.
 */
const FIRST_PORT = 20_000
const END_OF_PORTS = 32_768
const TRIES = 100

/** Finds a port that is free at this moment, and that no system gives away by itself. Binding it may still fail. */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(FIRST_PORT, END_OF_PORTS)
    if (await isFree(port)) return port
  }
  throw new StartError(
    `There is no free port on ${LOOPBACK}: ${TRIES} from ${FIRST_PORT} to ${END_OF_PORTS - 1} were tried.`,
  )
}

/** True when this port of the loopback address is free at this moment. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
