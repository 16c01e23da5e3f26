import type { Config } from '../../config.ts'
import { openPlatforms } from '../../connectors/open-platforms.ts'
import { messageOf } from '../../foundation/errors.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { verifyMailServer } from '../../foundation/outgoing/outbox.ts'
import { readText } from '../../foundation/outgoing/read-text.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { systemNow } from '../../foundation/time/clock.ts'
import { checkPlatform } from '../connect/check-platform.ts'
import { probeAddress } from '../connect/probe-address.ts'
import { failed, passed, type Step, skipped } from '../connect/step.ts'

const TIMEOUT_MS = 5_000
const METADATA_BYTES_MAX = 1_048_576
/** The collector of traces is named by the operator, and is usually on a private network. */
const ANYWHERE = ['0.0.0.0/0', '::/0']

/** Checks every service that the environment names. No call has an effect, and no mail is sent. */
export async function checkServices(config: Config): Promise<Step[]> {
  const { allowPrivate, alerts, translator, collector } = config
  const probe = (id: string, url: string | undefined, ranges = allowPrivate): Promise<Step[]> =>
    url === undefined ? Promise.resolve([]) : checkAddress(id, url, ranges)
  const translatorName = translator && 'secret' in translator ? 'TRANSLATOR' : 'TRANSLATE'
  const found = await Promise.all([
    checkPlatforms(config),
    probe('COUNTERSIGN_ALERT_WEBHOOK_URL', alerts?.url),
    probe(`COUNTERSIGN_${translatorName}_URL`, translator?.url),
    probe('OTEL_EXPORTER_OTLP_ENDPOINT', collector && `${collector.url}/v1/traces`, ANYWHERE),
    checkMail(config),
    checkIssuer(config),
  ])
  return found.flat()
}

/** Checks each platform from its address to its credentials. `countersign doctor connect` also tries each read. */
async function checkPlatforms({ platform, platforms, allowPrivate }: Config): Promise<Step[]> {
  const connectors = openPlatforms(platform, platforms, { now: systemNow, allowPrivate })
  const steps = [...connectors].map(async ([name, connector]) => {
    const named = platforms.find((each) => each.name === name)
    const kind = named?.kind.kind ?? 'webhook'
    const address = named ? named.kind.address(named.settings) : (platform?.url ?? '')
    const found = await checkPlatform({ name, kind, address, connector }, { allowPrivate, now: systemNow })
    const id = name === DEFAULT_PLATFORM ? 'COUNTERSIGN_PLATFORM_URL' : `COUNTERSIGN_PLATFORMS ${name}`
    // Reads are left out: without an account to read they are not tried.
    return found.filter(({ id: step }) => BASIC_STEPS.has(step)).map((step) => ({ ...step, id: variableOf(id, step) }))
  })
  return (await Promise.all(steps)).flat()
}

const BASIC_STEPS = new Set(['address', 'tls', 'clock', 'credentials'])

const variableOf = (id: string, step: Step): string =>
  step.id === 'credentials' ? id.replace('PLATFORM_URL', 'PLATFORM_SECRET') : id

const checkAddress = async (id: string, address: string, allowPrivate: readonly string[]): Promise<Step[]> =>
  (await probeAddress({ address, allowPrivate, now: systemNow }))
    .filter(({ id: step }) => step !== 'clock')
    .map((step) => ({ ...step, id }))

async function checkMail({ mail }: Config): Promise<Step[]> {
  const id = 'COUNTERSIGN_SMTP_URL'
  if (mail === undefined) return [skipped(id, 'No mail server is set: people get no mail.')]
  try {
    await verifyMailServer(mail, TIMEOUT_MS)
    return [passed(id, 'The mail server lets the desk in. No mail was sent.')]
  } catch (error) {
    return [failed(id, `The mail server refuses: ${messageOf(error)}.`, 'Correct host, port, user or password.')]
  }
}

/** Reads the description of the identity provider, whose issuer must be the configured one (OpenID Connect Discovery). */
async function checkIssuer({ signOn }: Config): Promise<Step[]> {
  if (signOn === undefined) return []
  const id = 'COUNTERSIGN_OIDC_ISSUER'
  const { issuer, allowPrivate } = signOn
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const response = await guardedFetch({ allowPrivate })(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await readText(response, METADATA_BYTES_MAX)
    const stated: unknown = JSON.parse(text ?? 'null')?.issuer
    if (response.status === 200 && stated === issuer)
      return [passed(id, 'The identity provider answers as this issuer.')]
    return [
      failed(
        id,
        `${url} answered ${response.status} and not as this issuer.`,
        'Set the issuer as the provider states it.',
      ),
    ]
  } catch (error) {
    const why = error instanceof SyntaxError ? 'its answer is no JSON' : messageOf(error)
    return [failed(id, `The identity provider can't be read: ${why}.`, 'Correct the issuer, or open the way to it.')]
  }
}
