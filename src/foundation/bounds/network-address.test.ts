import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from './network-address.ts'

test('an address of any form is cut to its network', () => {
  const networks = {
    '192.0.2.77': '192.0.2.0/24',
    '192.0.2.77:5060': '192.0.2.0/24',
    '::ffff:192.0.2.77': '192.0.2.0/24',
    '[2001:db8:7:1::5]:5060': '2001:db8:7::/48',
    '2001:db8::5': '2001:db8:0::/48',
    'fe80::1%eth0': 'fe80:0:0::/48',
    '::1': '0:0:0::/48',
  }
  for (const [address, network] of Object.entries(networks)) assert.equal(networkOf(address), network, address)
})

test('a text that is no address has no network', () => {
  for (const text of ['', 'unix:', '192.0.2', '300.1.1.1', 'a'.repeat(100_000)]) assert.equal(networkOf(text), null)
})
