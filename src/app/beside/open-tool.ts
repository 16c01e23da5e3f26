import { RateWindow } from '../../connectors/mastodon/api/rate-window.ts'
import type { Exchange } from '../../connectors/mastodon/api/send-request.ts'
import type { NamedPlatform } from '../../connectors/read-platforms.ts'
import { readOnly } from '../../connectors/read-only.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import type { Comparison } from './observation.ts'
import { listRestricted, type Restricted } from './read-mastodon.ts'
import { listOzoneActs, type OzoneAct } from './read-ozone.ts'

const READ_TIMEOUT_MS = 60_000

/** The other tool, opened for reading alone. */
export type Tool =
  | { kind: 'ozone'; connector: Connector; listActs(after: string): Promise<OzoneAct[]> }
  | { kind: 'mastodon'; listRestricted(): Promise<Restricted> }

interface Opening {
  platforms: readonly NamedPlatform[]
  allowPrivate: readonly string[]
  now: () => Date
  password: string | undefined
}

/** Opens the tool beside which the desk is tried out. Every call that it makes is a read. */
export function openTool({ platform: name, tool, address }: Comparison, opening: Opening): Tool {
  const { platforms, allowPrivate, now, password } = opening
  const platform = platforms.find((each) => each.name === name)
  const wanted = tool === 'ozone' ? 'atproto' : 'mastodon'
  if (platform?.kind.kind !== wanted)
    throw new StartError(
      `Nothing was read: the file of COUNTERSIGN_PLATFORMS has no platform ${name} of the kind ${wanted}.`,
    )
  const { kind, settings, secrets } = platform
  const own = guardedFetch({ allowPrivate })
  if (tool === 'mastodon') {
    const { origin } = new URL(kind.address(settings))
    const server = { origin, token: secrets.TOKEN ?? '', fetch: own, rate: new RateWindow(now) }
    const begin = (): Exchange => ({ server, importance: 'read', signal: AbortSignal.timeout(READ_TIMEOUT_MS) })
    return { kind: tool, listRestricted: () => listRestricted(begin()) }
  }
  const url = URL.parse(address ?? '')
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new StartError('Nothing was read: --ozone must be an address such as https://ozone.example.')
  if (password === undefined)
    throw new StartError(
      "Nothing was read: name the file with the password of Ozone's administrator by --password-file.",
    )
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
  return {
    kind: tool,
    connector: readOnly(kind.open(settings, secrets, { now, allowPrivate })),
    listActs: (after) => listOzoneActs({ url: url.origin, fetch: own, authorization }, after),
  }
}
