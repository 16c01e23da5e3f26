import { Webhook } from 'standardwebhooks'

/**
 * A webhook secret, and the former one while the receiver changes over. Both sign, and a receiver needs one valid
 * signature.
 */
export interface Secrets {
  /** Standard Webhooks secret, `whsec_…`. */
  secret: string
  previousSecret?: string
}

/**
 * Returns the signature headers of a body, in the form of Standard Webhooks. A message that is sent again keeps its id.
 */
export const signedHeaders = (secrets: Secrets, id: string, at: Date, body: string): Record<string, string> => ({
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': [secrets.secret, ...(secrets.previousSecret === undefined ? [] : [secrets.previousSecret])]
    .map((secret) => new Webhook(secret).sign(id, at, body))
    .join(' '),
})
