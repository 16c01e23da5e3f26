import { Webhook } from 'standardwebhooks'

/** A secret, and the one before while the receiver changes secrets: both sign, and one signature is enough. */
export interface Secrets {
  /** Standard Webhooks secret, `whsec_…`. */
  secret: string
  previousSecret?: string
}

/** Returns the headers of a signed body, in the form of Standard Webhooks. The same message sent again keeps its id. */
export const signedHeaders = (secrets: Secrets, id: string, at: Date, body: string): Record<string, string> => ({
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': [secrets.secret, ...(secrets.previousSecret === undefined ? [] : [secrets.previousSecret])]
    .map((secret) => new Webhook(secret).sign(id, at, body))
    .join(' '),
})
