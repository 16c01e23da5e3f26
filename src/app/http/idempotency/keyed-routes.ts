/** Routes that create and take no Idempotency-Key. The description states each reason. */
export const WITHOUT_KEY: Readonly<Record<string, string>> = {
  'POST /v1/reports':
    'It takes no Idempotency-Key: the key of a report is its id, and the same report again returns the first answer.',
  'POST /api/v1/report':
    'It takes no Idempotency-Key: the same body again is the same report, and returns the first answer.',
  'POST /v1/settlements':
    'It takes no Idempotency-Key: the body and its reference are the key, and the same decision again returns the first answer.',
  'POST /v1/enrolments/finish': 'It takes no Idempotency-Key: an invitation works once.',
}

/** Routes whose answer holds a secret that is shown once, so that it is not stored for repeats. */
export const ANSWERS_SECRET: ReadonlySet<string> = new Set([
  'POST /v1/channels',
  'POST /v1/me/channels',
  'POST /v1/channels/:channelId/secret',
  'POST /v1/invitations',
])

interface Route {
  method: string | string[]
  url: string
  schema?: { response?: unknown }
}

/** True for a route that creates, by its description: it is a POST that may answer 201. */
export const takesKey = ({ method, url, schema }: Route): boolean =>
  String(method) === 'POST' &&
  Object.hasOwn(Object(schema?.response), '201') &&
  !Object.hasOwn(WITHOUT_KEY, `POST ${url}`)
