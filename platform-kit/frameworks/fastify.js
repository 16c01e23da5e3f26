/** A body has at most 1,000,000 characters, of at most three bytes each. */
const BODY_BYTES_MAX = 3_000_000

/**
 * Answers the desk's calls at this path of a Fastify application. Its own plugin keeps the body as text: the signature
 * covers the bytes as they arrived. The application's other routes keep their parsers.
 */
export async function mountOnFastify(app, path, platform) {
  await app.register(async (own) => {
    const asText = { parseAs: 'string', bodyLimit: BODY_BYTES_MAX }
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', asText, (_request, body, done) => done(null, body))
    own.post(path, async ({ headers, body }, reply) => {
      const answer = await platform.handle({ headers, body: body ?? '' })
      return reply.code(answer.status).headers(answer.headers).send(answer.body)
    })
  })
}
