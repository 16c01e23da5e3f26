import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { MediaLink } from '@countersign/platform-kit'
import { Type } from 'typebox'
import type { Clock } from './clock.ts'
import type { DemoStore } from './demo-store.ts'
import { findMedia } from './media-rows.ts'

const LASTS_MS = 5 * 60_000
const RANGE = /^bytes=(?<from>\d{0,16})-(?<to>\d{0,16})$/

/** Links to films and sounds for the desk alone, also of hidden posts. Each lasts for a short time. */
export class MediaStreams {
  readonly #clock: Clock
  readonly #key = randomBytes(32)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  makeLink(url: string, contentId: string, reference: string): MediaLink {
    const untilMs = this.#clock.now().getTime() + LASTS_MS
    const path = [contentId, reference, String(untilMs), this.#sign(contentId, reference, untilMs)]
    return {
      address: `${url}/streams/${path.map(encodeURIComponent).join('/')}`,
      until: new Date(untilMs).toISOString(),
    }
  }

  isValid({
    id,
    reference,
    untilMs,
    signature,
  }: {
    id: string
    reference: string
    untilMs: number
    signature: string
  }) {
    const expected = Buffer.from(this.#sign(id, reference, untilMs))
    const given = Buffer.from(signature)
    const isSigned = expected.length === given.length && timingSafeEqual(expected, given)
    return isSigned && untilMs > this.#clock.now().getTime()
  }

  #sign(id: string, reference: string, untilMs: number): string {
    return createHmac('sha256', this.#key).update([id, reference, untilMs].join('\0')).digest('hex')
  }
}

const params = Type.Object({
  id: Type.String(),
  reference: Type.String({ maxLength: 4 }),
  untilMs: Type.Integer(),
  signature: Type.String({ maxLength: 64 }),
})

/** Delivers a medium by ranges to a caller with a valid link. */
export const streamRoutes =
  ({ committed }: DemoStore, streams: MediaStreams): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/streams/:id/:reference/:untilMs/:signature', { schema: { params } }, async (request, reply) => {
      const { id, reference } = request.params
      const media = streams.isValid(request.params) ? findMedia(committed, id, reference) : undefined
      if (!media) return reply.code(404).send()
      const size = media.bytes.length
      const range = findRange(request.headers.range, size)
      void reply.headers({ 'accept-ranges': 'bytes', etag: `"${reference}-${size}"` }).type(media.mediaType)
      if (range === undefined) return reply.send(media.bytes)
      if (range === 'outside') return reply.code(416).header('content-range', `bytes */${size}`).send()
      const { from, to } = range
      return reply
        .code(206)
        .header('content-range', `bytes ${from}-${to}/${size}`)
        .send(media.bytes.subarray(from, to + 1))
    })
    done()
  }

function findRange(header: string | undefined, size: number): { from: number; to: number } | 'outside' | undefined {
  const given = RANGE.exec(header ?? '')?.groups
  if (given === undefined || (given.from === '' && given.to === '')) return undefined
  const isSuffix = given.from === ''
  const from = isSuffix ? Math.max(size - Number(given.to), 0) : Number(given.from)
  const to = isSuffix || given.to === '' ? size - 1 : Math.min(Number(given.to), size - 1)
  return from <= to ? { from, to } : 'outside'
}
