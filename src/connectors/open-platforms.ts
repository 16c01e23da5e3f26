import type { Connector } from '../foundation/connector/connector.ts'
import type { CoopTypes } from '../foundation/coop/coop-item.ts'
import type { Labeler } from '../foundation/connector/labeler.ts'
import { DEFAULT_PLATFORM } from '../foundation/platforms.ts'
import type { PlatformWebhook } from '../foundation/connector/platform-webhook.ts'
import { StartError } from '../foundation/store/start-error.ts'
import type { ConnectorContext } from './connector-kind.ts'
import type { NamedPlatform } from './read-platforms.ts'
import { webhookConnector } from './webhook/webhook-connector.ts'

/** The address of the default platform and the secrets that sign calls to it. */
export interface DefaultPlatform {
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

/** Returns the types of the named platforms that send reports in the form of Coop, by the platform's name. */
export const listCoopTypes = (named: readonly NamedPlatform[]): ReadonlyMap<string, CoopTypes> =>
  new Map(
    named.flatMap(({ name, kind, settings }) => {
      const types = kind.coop(settings)
      return types === undefined ? [] : [[name, types] as const]
    }),
  )

/** Finds the moderation service that the desk is in the AT Protocol. A desk has one address, so it is one at most. */
export function findLabeler(
  named: readonly NamedPlatform[],
  { allowPrivate }: Pick<ConnectorContext, 'allowPrivate'>,
): Labeler | undefined {
  const labelers = named.flatMap(({ name: platform, kind, settings, secrets }) => {
    const found = kind.labeler(settings, secrets)
    return found === undefined ? [] : [{ ...found, platform, allowPrivate }]
  })
  if (labelers.length <= 1) return labelers[0]
  const names = labelers.map(({ platform }) => platform).join(' and ')
  throw new StartError(`Not started: ${names} both have a labeler, and a desk is one at most. Remove one.`)
}
