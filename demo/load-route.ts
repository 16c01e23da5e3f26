import { createHash, timingSafeEqual } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyPluginCallback } from 'fastify'
import type { DemoStore } from './demo-store.ts'
import { loadNdjson } from './load-ndjson.ts'
import { localOnly } from './local-only.ts'

const BODY_BYTES_MAX = 1024 ** 3

/**
 * Accepts accounts and contents as one stream of NDJSON. With a key set, only its holder may send; otherwise only this
 * machine.
 */
export const loadRoute =
  (store: DemoStore, loadKey: string | undefined): FastifyPluginCallback =>
  (app, _options, done) => {
    app.addHook('onRequest', async (request, reply) => {
      if (loadKey === undefined) return localOnly(request, reply)
      if (!isSameKey(request.headers.authorization, `Bearer ${loadKey}`)) {
        await reply.code(401).send({ problem: 'The load key is missing or wrong.' })
      }
    })
    app.addContentTypeParser('application/x-ndjson', (_request, payload, parsed) => parsed(null, payload))
    app.post<{ Body: Readable }>('/load', { bodyLimit: BODY_BYTES_MAX }, async (request) =>
      loadNdjson(store, request.body),
    )
    done()
  }

function isSameKey(given: string | undefined, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(hash(given), hash(wanted))
}
