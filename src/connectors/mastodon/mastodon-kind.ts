import { Type } from 'typebox'
import { defineKind, type SecretSetting } from '../connector-kind.ts'
import { mastodonConnector } from './mastodon-connector.ts'

const SECRET_CHARS_MAX = 512
/** Matches what a header may hold: an access token, as Mastodon shows it, has no spaces. */
const TOKEN = /^[\x21-\x7e]+$/

/** An address without a path. The access token is sent to it, so only this machine is called without TLS. */
const ServerAddress = Type.String({
  pattern: '^(https://[^@\\s/?#]+|http://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?)/?$',
  maxLength: 300,
  description: 'must be the https address of the server, such as https://social.example',
})

/** The API key to which the reports of the server's webhook belong. */
const KeyId = Type.String({
  pattern: '^key_[0-9]{1,19}$',
  maxLength: 24,
  description: 'must be the id of an API key, such as key_12',
})

/** Mastodon makes the secret of a webhook and shows it on its page. */
const WEBHOOK_SECRET_CHARS_MIN = 20
const WebhookSecret: SecretSetting = {
  isRequired: false,
  parse: (text) =>
    text.length >= WEBHOOK_SECRET_CHARS_MIN && text.length <= SECRET_CHARS_MAX && TOKEN.test(text) ? text : undefined,
  wanted: 'the secret that Mastodon shows for the webhook',
}

/** A Mastodon server, moderated by its public API with the access token of a moderator. */
export const MASTODON = defineKind({
  kind: 'mastodon',
  settings: Type.Object({ url: ServerAddress, webhookKey: Type.Optional(KeyId) }, { additionalProperties: false }),
  secrets: {
    TOKEN: {
      isRequired: true,
      parse: (text) => (text.length <= SECRET_CHARS_MAX && TOKEN.test(text) ? text : undefined),
      wanted: 'the access token of an application of the Mastodon server',
    },
    WEBHOOK_SECRET: WebhookSecret,
    WEBHOOK_SECRET_PREVIOUS: WebhookSecret,
  },
  together: { settings: ['webhookKey'], secrets: ['WEBHOOK_SECRET'] },
  address: ({ url }) => url,
  open: ({ url }, { TOKEN: token = '' }, context) => mastodonConnector({ url, token, ...context }),
  webhook: ({ webhookKey }, { WEBHOOK_SECRET: secret, WEBHOOK_SECRET_PREVIOUS: previous }) => {
    if (webhookKey === undefined || secret === undefined) return undefined
    return { secrets: [secret, ...(previous === undefined ? [] : [previous])], keyId: webhookKey }
  },
})
