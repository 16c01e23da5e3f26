import express from 'express'

/** A body has at most 1,000,000 characters, of at most three bytes each. */
const BODY_BYTES_MAX = 3_000_000

/**
 * Answers the desk's calls at this path of an Express application. It reads the body as text before any parser of the
 * application does: the signature covers the bytes as they arrived.
 */
export function mountOnExpress(app, path, platform) {
  const asText = express.text({ type: () => true, limit: BODY_BYTES_MAX })
  app.post(path, asText, async ({ headers, body }, response) => {
    const answer = await platform.handle({ headers, body: typeof body === 'string' ? body : '' })
    response.status(answer.status).set(answer.headers).send(answer.body)
  })
}
