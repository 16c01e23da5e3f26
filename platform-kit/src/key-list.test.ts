import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listOf, makePerson, signList } from '../test/signing-people.ts'
import { followKeyList, hashKeyList, KeyListRefused, parseKeyList } from './key-list.ts'

const ana = makePerson('ana')
const anaAgain = makePerson('ana')
const ben = makePerson('ben', 'RS256')
const eve = makePerson('eve')
const first = listOf([ana, anaAgain, ben])
const second = listOf([ana, eve], 2)
const refused = (found: Promise<unknown>) => assert.rejects(found, KeyListRefused)

test('two people of the current key list sign the next one', async () => {
  const list = await followKeyList(first, await signList(second, [ana, ben]))
  assert.deepEqual(list, second)
  const third = listOf([eve], 3)
  assert.deepEqual(await followKeyList(list, await signList(third, [eve, ana])), third)
  await refused(followKeyList(list, await signList(third, [ana, ben])))
})

test('one person with two keys cannot sign a key list alone', async () => {
  for (const people of [[], [ana], [ana, anaAgain], [ana, eve], [eve]]) {
    await refused(followKeyList(first, await signList(second, people)))
  }
})

test('a signature over a key list covers that one version', async () => {
  const signed = await signList(second, [ana, ben])
  const other = { ...second, keys: [...second.keys, ...listOf([makePerson('mallory')]).keys] }
  await refused(followKeyList(first, { ...signed, list: other }))
  await refused(followKeyList(first, await signList(second, [ana, ben], { act: 'agree' })))
  await refused(followKeyList(first, await signList(second, [ana, ben], { version: 3 })))
  await refused(followKeyList(first, await signList(listOf([ana, eve], 3), [ana, ben])))
  await refused(followKeyList(second, await signList(second, [ana, eve])))
})

test('an expired key list still lets its people sign the next one', async () => {
  const old = { ...first, expiresAt: '2001-01-01T00:00:00Z' }
  assert.deepEqual(await followKeyList(old, await signList(second, [ana, ben])), second)
})

test('a malformed key list is refused; its hash covers all content', async () => {
  for (const not of [
    undefined,
    {},
    { ...first, version: 0 },
    { ...first, expiresAt: 'soon' },
    { ...first, rpId: '' },
    { ...first, origins: [] },
    { ...first, keys: [{ person: 'ana' }] },
    { ...first, keys: [...first.keys, ...first.keys] },
  ]) {
    assert.throws(() => parseKeyList(not), KeyListRefused)
  }
  const turned = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(first).reverse())))
  assert.equal(await hashKeyList(turned), await hashKeyList(first))
})
