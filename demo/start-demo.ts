import type { AddressInfo } from 'node:net'
import { createPlatform, type Limits, type Platform, type SignedCall } from '@countersign/platform-kit'
import { fastify } from 'fastify'
import { compileCheck } from './check-request.ts'
import { type Clock, DrivenClock, systemClock } from './clock.ts'
import { clockRoutes } from './clock-routes.ts'
import { countersignRoute } from './countersign-route.ts'
import { DemoStore } from './demo-store.ts'
import { faultRoutes } from './fault-routes.ts'
import { Faults } from './faults.ts'
import { loadRoute } from './load-route.ts'
import { MediaStreams, streamRoutes } from './media-streams.ts'
import { onCallRoutes } from './on-call-routes.ts'
import { OWN_ACTIONS } from './own-actions.ts'
import { pageRoutes } from './page-routes.ts'
import { createHandlers } from './platform-handlers.ts'
import { recordRoutes } from './record-routes.ts'
import { reportRoutes } from './report-routes.ts'
import type { Desk } from './report-to-desk.ts'
import { seedOnce } from './seed.ts'
import type { FindAuthority } from './trust-file.ts'
import { statementRoutes } from './statement-routes.ts'

const REVERT_EVERY_MS = 100

export interface DemoSettings {
  /** The port to listen on; 0: any free port. */
  port: number
  /** The folder of its store. */
  folder: string
  secrets: readonly string[]
  /** The desk that the report button sends reports to. Without it, the page states that a report was not received. */
  desk?: Desk
  clock?: Clock
  /** The hold on accounts with a public role before they go offline. 0, the default: none. */
  holdMs?: number
  /**
   * The keys that the platform accepts in addition to the secret; without them, a caller with the secret is accepted.
   */
  authority?: FindAuthority
  /** The platform's own limits on restrictive effects. */
  limits?: Limits
  /** States no batch, so that the desk makes single calls. */
  singleCalls?: boolean
  /** Opens `/faults`, and `/load` to callers on this machine. */
  faults?: boolean
  /** The key that opens `/load`. */
  loadKey?: string
  onError?: (error: unknown) => void
}

export interface Demo {
  url: string
  store: DemoStore
  platform: Platform
  faults: Faults
  /** Names the desk later, for a desk that starts after the platform. */
  reportTo(desk: Desk): void
  /** Loses the delayed calls and releases all resources. The stored data remains. */
  close(): Promise<void>
}

/** Starts the platform. Effects whose end came while it was down are reverted before it answers any request. */
export async function startDemo(settings: DemoSettings): Promise<Demo> {
  const { clock = systemClock, onError = console.error } = settings
  const store = new DemoStore(settings.folder)
  const faults = new Faults()
  const app = fastify({ forceCloseConnections: true })
  app.setValidatorCompiler(compileCheck)
  const urlNow = () => `http://127.0.0.1:${portOf(app.server.address())}`
  // A revert before the platform listens has no address yet.
  const streams = new MediaStreams(clock)
  const findUrl = () => (app.server.listening ? urlNow() : undefined)
  const handlers = createHandlers(clock, { holdMs: settings.holdMs, findUrl, streams })
  const { secrets, limits, authority } = settings
  const platform = createPlatform({
    ...{ secrets, clock, store, handlers, onError, actions: OWN_ACTIONS },
    ...(limits && { limits }),
    // The audience is this platform's own address, which is known once it listens.
    ...(authority && { authority: () => authority(`${urlNow()}/countersign`) }),
  })
  const answering = new UnderWay()
  const answers = { ...platform, handle: (call: SignedCall) => answering.add(platform.handle(call)) }
  let desk = settings.desk
  await store.inTransaction(seedOnce)
  const stopReverting = await revertPeriodically(platform, onError)
  const shutDown = async (): Promise<void> => {
    faults.abandon()
    await app.close()
    // The connections were cut off, and their instructions may still be in progress.
    await answering.settled()
    await stopReverting()
    await store.close()
  }
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= shutDown()
    return closed
  }
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.register(countersignRoute({ platform: answers, store, faults, singleCalls: settings.singleCalls ?? false }))
  app.register(pageRoutes(store))
  app.register(streamRoutes(store, streams))
  app.register(statementRoutes(store))
  app.register(reportRoutes({ store, clock, findDesk: () => desk }))
  app.register(recordRoutes(store))
  if (settings.faults) app.register(faultRoutes({ store, clock, faults, platform }))
  if (settings.faults) app.register(onCallRoutes({ store, platform }))
  if (settings.faults || settings.loadKey !== undefined) app.register(loadRoute(store, settings.loadKey))
  if (clock instanceof DrivenClock) app.register(clockRoutes(clock, platform))
  try {
    await app.listen({ host: '127.0.0.1', port: settings.port })
  } catch (error) {
    await close()
    throw error
  }
  const reportTo = (other: Desk): void => {
    desk = other
  }
  return { url: urlNow(), store, platform, faults, reportTo, close }
}

/** Counts the calls that have begun and have not ended. */
class UnderWay {
  readonly #works = new Set<Promise<unknown>>()

  add<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work)
    return work.finally(() => this.#works.delete(work))
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#works)
  }
}

/** Reverts effects that are due now, and then periodically, one round at a time. */
async function revertPeriodically(platform: Platform, onError: (error: unknown) => void): Promise<() => Promise<void>> {
  const revert = (): Promise<unknown> => platform.revertDue().catch(onError)
  await revert()
  let round: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout
  const waitAndRevert = (): void => {
    timer = setTimeout(() => {
      round = revert().then(waitAndRevert)
    }, REVERT_EVERY_MS)
  }
  waitAndRevert()
  return async () => {
    clearTimeout(timer)
    await round
    clearTimeout(timer)
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}
