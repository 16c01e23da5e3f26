/**
 * Returns a handler of web requests. In Next.js it is the whole of `app/countersign/route.js`:
 * `export const POST = answerRequests(platform)`. Every runtime with Request and Response can use it.
 */
export const answerRequests = (platform) => async (request) => {
  const { status, headers, body } = await platform.handle({ headers: request.headers, body: await request.text() })
  return new Response(body, { status, headers })
}
