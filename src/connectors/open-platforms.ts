import type { Connector } from '../foundation/connector/connector.ts'
import { DEFAULT_PLATFORM } from '../foundation/platforms.ts'
import type { ConnectorContext } from './connector-kind.ts'
import type { NamedPlatform } from './read-platforms.ts'
import { routePlatforms } from './route-platforms.ts'

/** Opens the named platforms beside the default one, and joins them to one connector. */
export const openPlatforms = (
  defaultPlatform: Connector,
  named: readonly NamedPlatform[],
  context: ConnectorContext,
): Connector =>
  routePlatforms(
    new Map([
      [DEFAULT_PLATFORM, defaultPlatform],
      ...named.map(({ name, kind, settings, secrets }) => [name, kind.open(settings, secrets, context)] as const),
    ]),
  )
