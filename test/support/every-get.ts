import { RIGHTS } from '../../src/app/http/rights.ts'

/** The one address whose answer has no end. It contains only kinds and ids, and other tests read it. */
const ENDLESS = 'GET /v1/events'

/** Lists every reading route whose answer ends, as `GET /v1/…`, so that a test can call each. */
export function listGets(): string[] {
  return Object.keys(RIGHTS).filter((route) => route.startsWith('GET ') && route !== ENDLESS)
}
