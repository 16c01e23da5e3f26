import { createServer } from 'node:net'
import { StartError } from '../start-error.ts'

const LOOPBACK = '127.0.0.1'

/** A port nobody listens on at this moment; whoever binds it must still be ready to be refused. */
export async function findFreePort(): Promise<number> {
  const port = await tryListening(0)
  if (port === undefined) throw new StartError('There is no free port on 127.0.0.1.')
  return port
}

/** Whether this port of the loopback address could be listened on at this moment. */
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
