import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Places } from './places.ts'

test('an IPv6 network has one share of the places', () => {
  const places = new Places({ max: 100, maxEach: 2 })
  const dropped: string[] = []
  const take = (address: string) => places.take(address, () => void dropped.push(address))
  const first = take('2001:db8::1')
  assert.ok(first && take('2001:db8::2'))
  assert.equal(take('2001:db8::3'), undefined)
  assert.ok(take('2001:db8:0:1::1'), 'another household')
  first()
  first()
  assert.ok(take('2001:db8::3'))
  assert.equal(take('2001:db8::4'), undefined)
  for (let at = 0; at < 10; at++) assert.ok(take('127.0.0.1'), 'a proxy that is not configured')
  assert.deepEqual(dropped, [])
})

test('a crowd of addresses displaces itself', () => {
  const places = new Places({ max: 10, maxEach: 3 })
  const dropped: string[] = []
  const take = (address: string) => places.take(address, () => void dropped.push(address))
  assert.ok(take('203.0.113.9'))
  for (let at = 0; at < 9; at++) assert.ok(take(`2001:db8:0:${at}::1`))
  assert.ok(take('198.51.100.7'), 'a place is made')
  assert.deepEqual(dropped, ['2001:db8:0:0::1'])
  assert.ok(take('2001:db8:0:a::1'), 'one of the crowd')
  assert.equal(dropped.at(-1), '2001:db8:0:1::1')
  for (let at = 0; at < 100; at++) take(`2001:db8:0:b${at}::1`)
  assert.ok(!dropped.includes('203.0.113.9') && !dropped.includes('198.51.100.7'))
})
