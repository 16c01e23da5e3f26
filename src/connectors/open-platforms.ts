import type { Connector } from '../foundation/connector/connector.ts'
import { DEFAULT_PLATFORM } from '../foundation/platforms.ts'
import type { PlatformWebhook } from '../foundation/connector/platform-webhook.ts'
import type { ConnectorContext } from './connector-kind.ts'
import type { NamedPlatform } from './read-platforms.ts'
import { webhookConnector } from './webhook/webhook-connector.ts'

/** The address of the default platform and the secrets that sign calls to it. */
interface DefaultPlatform {
  url: string
  secret: string
  previousSecret?: string
}

/** Opens the connectors of all platforms, each under its name. */
export const openPlatforms = (
  defaultPlatform: DefaultPlatform | undefined,
  named: readonly NamedPlatform[],
  context: ConnectorContext,
): Map<string, Connector> =>
  new Map([
    ...(defaultPlatform ? [[DEFAULT_PLATFORM, webhookConnector({ ...defaultPlatform, ...context })] as const] : []),
    ...named.map(({ name, kind, settings, secrets }) => [name, kind.open(settings, secrets, context)] as const),
  ])

/** Returns the webhooks by which named platforms send events, by the platform's name. */
export const listWebhooks = (named: readonly NamedPlatform[]): ReadonlyMap<string, PlatformWebhook> =>
  new Map(
    named.flatMap(({ name, kind, settings, secrets }) => {
      const webhook = kind.webhook(settings, secrets)
      return webhook === undefined ? [] : [[name, webhook] as const]
    }),
  )
