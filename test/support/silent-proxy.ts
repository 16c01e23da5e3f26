import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** A TCP proxy in front of a database that can go silent: it drops every byte, without FIN or RST. */
export interface SilentProxy {
  /** The database's address through the proxy. */
  urlOf(databaseUrl: string): string
  /** Drops all bytes from now on, on connections old and new; with `open`, on those that are open now alone. */
  goSilent(which?: 'all' | 'open'): void
  /** Forwards new bytes from now on. Connections that were silent stay so, because dropped bytes are missing. */
  speak(): void
  /** The number of connections accepted so far. */
  accepted(): number
}

export async function startSilentProxy(t: TestContext, targetUrl: string): Promise<SilentProxy> {
  const target = new URL(targetUrl)
  const ends = new Set<Socket>()
  const lines = new Set<{ silent: boolean }>()
  let [silent, accepted] = [false, 0]
  const proxy = createServer((near) => {
    accepted++
    const line = { silent }
    lines.add(line)
    const far = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from)
      from.on('error', () => undefined)
      from.on('data', (bytes) => line.silent || to.write(bytes))
      from.on('end', () => line.silent || to.end())
      from.on('close', () => {
        ends.delete(from)
        if (!line.silent) to.destroy()
      })
    }
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    for (const end of ends) end.destroy()
    proxy.close()
  })
  return {
    urlOf: (databaseUrl) => {
      const url = new URL(databaseUrl)
      url.port = String((proxy.address() as AddressInfo).port)
      return url.href
    },
    goSilent: (which = 'all') => {
      silent = which === 'all'
      for (const line of lines) line.silent = true
    },
    speak: () => {
      silent = false
    },
    accepted: () => accepted,
  }
}
