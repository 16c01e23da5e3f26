import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedFetch, hidePrivateAddresses, mayReach } from '../../src/foundation/outgoing/guarded-fetch.ts'

test('addresses of metadata services and reserved networks are refused as private', () => {
  for (const address of [
    '168.63.129.16',
    '3fff::1',
    '3fff:fff:ffff::1',
    '5f00::1',
    '5f00:ffff::1',
    '169.254.169.254',
  ]) {
    assert.equal(mayReach(address), false, address)
  }
  for (const address of ['168.63.129.15', '168.63.129.17', '93.184.215.14', '2606:2800::1', '4000::1', '5f01::1']) {
    assert.equal(mayReach(address), true, address)
  }
})

test('an error of an outgoing call names no private address', async () => {
  const inside = guardedFetch({ resolve: (_name, done) => done(null, [{ address: '10.7.8.9', family: 4 }]) })
  await assert.rejects(inside('https://hook.example/', {}), (error: Error) => {
    assert.match(error.message, /hook\.example is an address of a private network/)
    return !error.message.includes('10.7')
  })
  const hidden: readonly [string, string][] = [
    ['connect ECONNREFUSED 10.1.2.3:443', 'connect ECONNREFUSED a private address:443'],
    ['connect ETIMEDOUT 192.168.0.1:25', 'connect ETIMEDOUT a private address:25'],
    ['connect EHOSTUNREACH fd00::1:443', 'connect EHOSTUNREACH a private address'],
    ['connect EHOSTUNREACH ::1', 'connect EHOSTUNREACH a private address'],
    ['connect ECONNREFUSED 93.184.215.14:443', 'connect ECONNREFUSED 93.184.215.14:443'],
    ['it answered 503 at 10:30:00', 'it answered 503 at 10:30:00'],
  ]
  for (const [text, told] of hidden) assert.ok(hidePrivateAddresses(text).startsWith(told), hidePrivateAddresses(text))
})
