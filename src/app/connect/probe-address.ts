import { TOLERANCE_MS } from '@countersign/platform-kit'
import { SECOND_MS } from '../../foundation/durations.ts'
import { messageOf } from '../../foundation/errors.ts'
import { guardedFetch, isLoopback } from '../../foundation/outgoing/guarded-fetch.ts'
import { failed, passed, type Step, skipped, warned } from './step.ts'

const PROBE_TIMEOUT_MS = 5_000
/** A difference that no network explains. Signatures stay valid up to the tolerance of platform-kit. */
const SKEW_WARNED_MS = 30_000

/** The codes with which Node.js refuses a certificate or a TLS connection. */
const TLS_CODE = /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/

interface Probe {
  address: string
  allowPrivate: readonly string[]
  now: () => Date
}

/** Opens the address of a platform without credentials, and checks the network, TLS and the clock. */
export async function probeAddress({ address, allowPrivate, now }: Probe): Promise<Step[]> {
  const url = new URL(address)
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS)
    const response = await guardedFetch({ allowPrivate })(url.href, { signal })
    await response.body?.cancel()
    return [
      passed('address', `${url.host} answered ${response.status}.`),
      judgeTls(url),
      judgeClock(response.headers.get('date'), now()),
    ]
  } catch (error) {
    return judgeFailure(url, error)
  }
}

function judgeFailure(url: URL, error: unknown): Step[] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = messageOf(error)
  if (TLS_CODE.test(code)) {
    const fix = 'Give the server a valid certificate for this name, or correct the scheme and the port.'
    return [passed('address', `${url.host} answered.`), failed('tls', `TLS failed: ${why}.`, fix), noClock]
  }
  return [
    failed('address', `${url.host} did not answer: ${why}.`, fixOf(code, why)),
    skipped('tls', 'There is no connection.'),
    noClock,
  ]
}

const noClock = skipped('clock', 'There is no answer with a time.')

function fixOf(code: string, why: string): string {
  if (why.includes('COUNTERSIGN_ALLOW_PRIVATE'))
    return 'If the address is right, name its private range in COUNTERSIGN_ALLOW_PRIVATE.'
  if (why.includes('redirect')) return 'Set the address to which the server redirects.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Correct the name in the address, or the name server.'
  return 'Check that the server runs, and that no firewall is between it and the desk.'
}

function judgeTls({ protocol, hostname, host }: URL): Step {
  if (protocol === 'https:') return passed('tls', `The certificate of ${host} is valid.`)
  if (isLoopback(hostname.replace(/^\[|\]$/g, ''))) return passed('tls', 'Not needed: the platform is on this machine.')
  return warned('tls', 'Calls go over the network in clear text.', 'Use an https address.')
}

/** Judges the clock by the Date header, which is exact to a second. */
function judgeClock(date: string | null, now: Date): Step {
  const skewMs = Date.parse(date ?? '') - now.getTime()
  if (Number.isNaN(skewMs)) return skipped('clock', 'The answer states no time.')
  const seconds = Math.round(Math.abs(skewMs) / SECOND_MS)
  const found = `The platform's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the desk's.`
  const fix = 'Synchronise both clocks by NTP.'
  if (Math.abs(skewMs) > TOLERANCE_MS) return failed('clock', `${found} Signatures are refused as too old.`, fix)
  return Math.abs(skewMs) > SKEW_WARNED_MS ? warned('clock', found, fix) : passed('clock', 'The two clocks agree.')
}
