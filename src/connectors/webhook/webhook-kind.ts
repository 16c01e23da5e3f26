import { Type } from 'typebox'
import { A_SECRET, parseSecret } from '../../foundation/settings/setting-values.ts'
import { Address, defineKind } from '../connector-kind.ts'
import { webhookConnector } from './webhook-connector.ts'

/** A platform that imports platform-kit, or implements its protocol in another language. */
export const WEBHOOK = defineKind({
  kind: 'webhook',
  settings: Type.Object({ url: Address }, { additionalProperties: false }),
  secrets: {
    SECRET: { isRequired: true, parse: parseSecret, wanted: A_SECRET },
    SECRET_PREVIOUS: { isRequired: false, parse: parseSecret, wanted: A_SECRET, onlySigns: true },
  },
  address: ({ url }) => url,
  open: ({ url }, { SECRET = '', SECRET_PREVIOUS }, context) =>
    webhookConnector({
      ...{ url, secret: SECRET, ...context },
      ...(SECRET_PREVIOUS !== undefined && { previousSecret: SECRET_PREVIOUS }),
    }),
})
