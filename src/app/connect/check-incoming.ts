import type { KeyScope } from '../../foundation/domain.ts'
import { failed, passed, type Step, warned } from './step.ts'

/** An API key as far as these steps need it. */
interface CheckedKey {
  id: string
  scopes: readonly KeyScope[]
  platform: string
  revokedAt: Date | null
}

/** The way by which a platform sends reports to the desk, as it is configured. */
export interface Incoming {
  platform: string
  /** mastodon: a webhook. atproto: the moderation service. webhook: calls with an API key. */
  way: 'webhook' | 'service' | 'key'
  /** The API key of the webhook or the service. Undefined: none is configured. */
  keyId?: string | undefined
}

const SETTING = { webhook: 'webhookKey', service: 'reportKey' } as const
const NOTHING_SET_UP = {
  webhook: 'Add the webhook in Mastodon under Administration > Webhooks, and set webhookKey and WEBHOOK_SECRET.',
  service: 'Set labeler, reportKey and LABELER_KEY to receive reports of people of the network.',
} as const

/** Checks that reports of a platform reach the desk: its API key is valid, fits the platform and may report. */
export function checkIncoming({ platform, way, keyId }: Incoming, keys: readonly CheckedKey[]): Step {
  const addKey = `countersign key add "${platform}" --scope report${platform === 'default' ? '' : ` --platform ${platform}`}`
  const valid = keys.filter((key) => key.revokedAt === null && key.platform === platform)
  const reporting = valid.filter(({ scopes }) => scopes.includes('report'))
  if (way === 'key') {
    if (reporting.length > 0)
      return passed('incoming', `API keys of the platform may report: ${reporting.map(({ id }) => id).join(', ')}.`)
    return warned('incoming', 'No API key of the platform may report, so no report arrives.', `Run: ${addKey}`)
  }
  if (keyId === undefined)
    return warned('incoming', 'No way for its reports is set up, so none arrives.', NOTHING_SET_UP[way])
  const key = keys.find(({ id }) => id === keyId)
  const fix = `Run: ${addKey} and set ${SETTING[way]} to its id.`
  if (key === undefined) return failed('incoming', `There is no API key ${keyId}.`, fix)
  if (key.revokedAt !== null) return failed('incoming', `The API key ${keyId} is revoked, so reports are refused.`, fix)
  if (key.platform !== platform)
    return failed('incoming', `The API key ${keyId} belongs to the platform ${key.platform}.`, fix)
  if (!key.scopes.includes('report')) return failed('incoming', `The API key ${keyId} may not send reports.`, fix)
  return passed('incoming', `Reports are received for the API key ${keyId}.`)
}

/** The address and secret to which two people agreed, in distinction from those that are configured. */
export interface Agreement {
  platform: string
  /** Null: no process has started yet, so the first one pins what is configured. */
  agreed: { address: string; secretFingerprint: string } | null
  configured: { address: string; secretFingerprint: string }
}

/** Checks that two people agreed to what is configured: a process with anything else leaves the platform out. */
export function checkAgreement({ platform, agreed, configured }: Agreement): Step {
  if (agreed === null)
    return warned(
      'agreement',
      'No person has agreed to this platform yet.',
      'During set-up the first process that starts does. Later run: countersign connector propose',
    )
  if (agreed.address === configured.address && agreed.secretFingerprint === configured.secretFingerprint)
    return passed('agreement', 'Two people agreed to this address and these secrets, or set-up did.')
  const differs = agreed.address === configured.address ? 'secrets or settings' : `address (${agreed.address})`
  const named = platform === 'default' ? '' : ` --platform ${platform}`
  return failed(
    'agreement',
    `Two people agreed to another ${differs} than is configured, so the desk does not call this platform.`,
    `Run: countersign connector propose${named}, and have another person agree.`,
  )
}
