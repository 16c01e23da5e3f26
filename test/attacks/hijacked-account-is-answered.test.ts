import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minutes, STAR } from '../support/gate-flow.ts'
import { HIDE, post, startStar } from '../support/star-account.ts'

const FIRST_HIJACKED = 100

test('one person hides posts published since a reported takeover', async (t) => {
  const desk = await startStar(t, 9)
  const people = [await desk.person(), await desk.person(), await desk.person()]
  await desk.changeCredentials()
  await desk.advance(minutes(1))
  for (const [place, who] of people.entries()) {
    await desk.publish(FIRST_HIJACKED + place, desk.now())
    assert.equal(await desk.hidesAlone(FIRST_HIJACKED + place, who), true)
  }
})

test('a takeover does not help to hide posts published before it', async (t) => {
  const desk = await startStar(t, 9)
  const [ana, ben] = [await desk.person(), await desk.person()]
  await desk.changeCredentials()
  assert.deepEqual([await desk.hidesAlone(0, ana), await desk.hidesAlone(1, ben)], [true, true])
  assert.equal(await desk.hidesAlone(2, ana), false)
})

test('a takeover of two days ago justifies nothing', async (t) => {
  const desk = await startStar(t, 9)
  await desk.changeCredentials()
  await desk.advance(minutes(48 * 60))
  for (const n of [0, 1]) await desk.hideByPlatform(n)
  await desk.publish(FIRST_HIJACKED, desk.now())
  assert.equal(await desk.hidesAlone(FIRST_HIJACKED, await desk.person()), false)
})

test('one person hides posts of the hour before a lock', async (t) => {
  const desk = await startStar(t, 9)
  const [ana, ben] = [await desk.person(), await desk.person()]
  for (const n of [0, 1]) await desk.hideByPlatform(n)
  await desk.publish(FIRST_HIJACKED, new Date(desk.now().getTime() - minutes(30)))
  assert.equal(await desk.hidesAlone(FIRST_HIJACKED, ana), false, 'without a lock')
  const { status } = await desk.gate.ask(await desk.gate.claim(STAR, ana), ana, { action: 'lock' })
  assert.equal(status, 201)
  await desk.publish(FIRST_HIJACKED + 1, new Date(desk.now().getTime() - minutes(40)))
  assert.equal(await desk.hidesAlone(FIRST_HIJACKED + 1, ben), true)
  assert.equal(await desk.hidesAlone(2, ben), false, 'an older post')
})

test('one person limits a post of an unknown protected account', async (t) => {
  const desk = await startStar(t, 9)
  for (const n of [0, 1, 3, 4, 5, 6, 7, 8]) await desk.hideByPlatform(n)
  const who = await desk.person()
  const enforcements = await desk.hide(2, who, { ...HIDE, action: 'limit' })
  assert.ok(enforcements.some(({ interim }) => interim))
  assert.equal(post(2).kind, 'content')
})
