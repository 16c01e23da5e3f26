import { isIP } from 'node:net'

/** The groups of an IPv6 address. */
const GROUPS = 8

/**
 * The bits of an address that name a network, by the version of the protocol: what is stored of an address that a
 * person came from. Twin of session_device_network_check in SQL.
 */
export const PREFIX_BITS = { 4: 24, 6: 48 } as const

/**
 * Returns an address alone. `::ffff:192.0.2.1` is an IPv4 address, and some proxies forward the port behind it:
 * `192.0.2.1:5060`, `[2001:db8::1]:5060`.
 */
export function plainAddress(address: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? []
  return (bracketed ?? address).replace(/^::ffff:(?=\d+\.)/i, '').replace(/^([\d.]+):\d+$/, '$1')
}

/**
 * Returns the groups of an IPv6 address. Omitted zeros are written out, or the fourth part would not be the fourth
 * group.
 */
export function groupsOf(address: string): string[] {
  const [front = [], back = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(Math.max(0, GROUPS - front.length - back.length)).fill('0')
  return [...front, ...zeros, ...back]
}

/** Returns the network of an address, as in `192.0.2.0/24`. Null: it is no address. */
export function networkOf(address: string): string | null {
  const [plain = ''] = plainAddress(address).split('%')
  switch (isIP(plain)) {
    case 4:
      return `${plain
        .split('.')
        .slice(0, PREFIX_BITS[4] / 8)
        .join('.')}.0/${PREFIX_BITS[4]}`
    case 6:
      return `${groupsOf(plain)
        .slice(0, PREFIX_BITS[6] / 16)
        .join(':')}::/${PREFIX_BITS[6]}`
    default:
      return null
  }
}
