import { RIGHTS } from '../../src/app/http/rights.ts'

/** The one address whose answer has no end. It holds kinds and ids alone, and tests of its own read it. */
const ENDLESS = 'GET /v1/events'

/** Every route that reads and whose answer ends, as `GET /v1/…`, so that a test can walk them all. */
export function listGets(): string[] {
  return Object.keys(RIGHTS).filter((route) => route.startsWith('GET ') && route !== ENDLESS)
}
