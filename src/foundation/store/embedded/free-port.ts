import { createServer } from 'node:net'
import { StartError } from '../start-error.ts'

const LOOPBACK = '127.0.0.1'

/** Finds a port that is free at this moment. Binding it may still fail. */
export async function findFreePort(): Promise<number> {
  const port = await tryListening(0)
  if (port === undefined) throw new StartError('There is no free port on 127.0.0.1.')
  return port
}

/** True when this port of the loopback address is free at this moment. */
export const isFree = async (port: number): Promise<boolean> => (await tryListening(port)) !== undefined

function tryListening(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
