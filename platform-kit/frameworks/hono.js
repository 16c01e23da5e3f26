import { answerRequests } from './next.js'

/** Answers the desk's calls at this path of a Hono application. */
export function mountOnHono(app, path, platform) {
  const answer = answerRequests(platform)
  app.post(path, (context) => answer(context.req.raw))
}
