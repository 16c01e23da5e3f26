import { Type } from 'typebox'
import { defineKind } from '../connector-kind.ts'
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

/** A Mastodon server, moderated by its public API with the access token of a moderator. */
export const MASTODON = defineKind({
  kind: 'mastodon',
  settings: Type.Object({ url: ServerAddress }, { additionalProperties: false }),
  secrets: {
    TOKEN: {
      isRequired: true,
      parse: (text) => (text.length <= SECRET_CHARS_MAX && TOKEN.test(text) ? text : undefined),
      wanted: 'the access token of an application of the Mastodon server',
    },
  },
  address: ({ url }) => url,
  open: ({ url }, { TOKEN: token = '' }, context) => mastodonConnector({ url, token, ...context }),
})
