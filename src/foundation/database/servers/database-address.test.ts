import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDatabaseAddress } from './database-address.ts'

const read = (text: string) => {
  const address = parseDatabaseAddress(text)
  return address && { chosen: address.isChosen, urls: address.servers.map(({ url }) => url) }
}

test('an address of one server stays as it was written', () => {
  for (const url of [
    'postgres://me:p%40ss@db:5433/desk?sslmode=verify-full',
    'postgresql:///desk?host=/run',
    'postgres://db',
  ])
    assert.deepEqual(read(url), { chosen: false, urls: [url] })
})

test('an address of several servers becomes one address a server', () => {
  assert.deepEqual(read('postgres://me:p%40ss@one,two:5433,[::1]:5434/desk?target_session_attrs=read-write'), {
    chosen: true,
    urls: ['one', 'two:5433', '[::1]:5434'].map((host) => `postgres://me:p%40ss@${host}/desk`),
  })
  assert.deepEqual(
    parseDatabaseAddress('postgres://one,two:5433,[::1]:5434/desk')?.servers.map(({ host, port }) => [host, port]),
    [
      ['one', 5432],
      ['two', 5433],
      ['::1', 5434],
    ],
  )
})

test('other parameters reach each server', () => {
  assert.deepEqual(read('postgres://one,two/desk?target_session_attrs=primary&sslmode=verify-full')?.urls, [
    'postgres://one/desk?sslmode=verify-full',
    'postgres://two/desk?sslmode=verify-full',
  ])
})

test('one server can be asked whether it takes writes', () => {
  const address = read('postgres://me@db/desk?target_session_attrs=read-write')
  assert.deepEqual(address, { chosen: true, urls: ['postgres://me@db/desk'] })
})

test('an address of no server that takes writes is refused', () => {
  const wrong = [
    ...['nonsense', 'http://db/desk', 'postgres://one,/desk', 'postgres://,/desk', 'postgres://one:x,two/desk'],
    ...['postgres://one:99999,two/desk', 'postgres://a:b:c,two/desk'],
    `postgres://${Array.from({ length: 17 }, (_, n) => `h${n}`).join(',')}/desk`,
    ...['any', 'read-only', 'standby', 'prefer-standby', ''].map(
      (word) => `postgres://one,two/desk?target_session_attrs=${word}`,
    ),
  ]
  for (const text of wrong) assert.equal(read(text), undefined, text)
})
