import { Webhook } from 'standardwebhooks'

/** What goes with a signed body, in the form of Standard Webhooks. The same message sent again keeps its id. */
export const signedHeaders = (secret: string, id: string, at: Date, body: string): Record<string, string> => ({
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, at, body),
})
