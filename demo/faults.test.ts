import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Fault, Faults } from './faults.ts'
import { UP } from './subject-state.ts'
import {
  call,
  OFFLINE,
  getJson,
  givenDemo,
  givenFolder,
  instruct,
  postJson,
  ROSA,
  readBack,
  until,
} from './test/small-desk.ts'

const VALE = { kind: 'account', id: 'vale' } as const

test('the fault "failing" answers 503 a set number of times without acting', async (t) => {
  const { url } = await givenDemo(t)
  await postJson(`${url}/faults`, { fault: 'failing', count: 2 })
  for (let time = 0; time < 2; time++) {
    const { status, body } = await call(url, instruct(1, OFFLINE))
    assert.deepEqual([status, body.refusal], [503, 'unavailable'])
  }
  assert.deepEqual((await getJson(`${url}/state/account/rosa`)).body.state, UP)
  assert.equal((await call(url, instruct(1, OFFLINE))).body.outcome, 'applied')
})

test('a fault switch counts only calls of its type and subject', async (t) => {
  const { url } = await givenDemo(t)
  const set = await postJson(`${url}/faults`, { fault: 'failing', subject: VALE, call: 'subject.read_back' })
  assert.equal(set.status, 201)
  assert.equal((await call(url, instruct(1, OFFLINE, { subject: VALE }))).status, 200)
  assert.equal((await call(url, { type: 'subject.read_back', subject: ROSA })).status, 200)
  assert.equal((await call(url, { type: 'subject.read_back', subject: VALE })).status, 503)
  const expected = { ...set.body, caught: 1 }
  assert.deepEqual((await getJson(`${url}/faults`)).body.faults, [expected])
})

test('the fault "applied_but_timed_out" acts, then drops the connection without answer', async (t) => {
  const { url } = await givenDemo(t)
  await postJson(`${url}/faults`, { fault: 'applied_but_timed_out', count: 1 })
  await assert.rejects(call(url, instruct(1, OFFLINE)))
  assert.deepEqual((await getJson(`${url}/state/account/rosa`)).body.state, OFFLINE)
  assert.equal((await call(url, instruct(1, OFFLINE))).body.outcome, 'known')
})

test('the fault "applied_but_timed_out" can also leave the connection open', async (t) => {
  const { url } = await givenDemo(t)
  await postJson(`${url}/faults`, { fault: 'applied_but_timed_out', socket: 'hang' })
  const gaveUp = new AbortController()
  const hanging = assert.rejects(call(url, instruct(1, OFFLINE), { signal: gaveUp.signal }))
  await until(async () => (await getJson(`${url}/faults`)).body.faults[0].caught === 1)
  assert.deepEqual((await getJson(`${url}/state/account/rosa`)).body.state, OFFLINE)
  gaveUp.abort()
  await hanging
})

test('a delayed call applied on release loses against a newer restore', async (t) => {
  const { url } = await givenDemo(t)
  const { id } = (await postJson(`${url}/faults`, { fault: 'late', call: 'subject.apply', count: 1 })).body
  await assert.rejects(call(url, instruct(1, OFFLINE)))
  assert.equal((await getJson(`${url}/faults`)).body.faults[0].holding, 1)
  assert.equal((await call(url, instruct(2, UP))).body.outcome, 'applied')
  await fetch(`${url}/faults/${id}`, { method: 'DELETE' })
  assert.deepEqual((await getJson(`${url}/faults`)).body.faults, [])
  const { state, generation } = await readBack(url)
  assert.deepEqual([state, generation], [UP, 2])
})

test('a delayed call with a set delay is applied after it', async (t) => {
  const { url } = await givenDemo(t)
  await postJson(`${url}/faults`, { fault: 'late', delayMs: 50 })
  await assert.rejects(call(url, instruct(1, OFFLINE)))
  await until(async () => !(await getJson(`${url}/state/account/rosa`)).body.state.visible)
})

test('a delayed call is lost when the demo platform exits', async (t) => {
  const folder = await givenFolder(t)
  const demo = await givenDemo(t, { folder })
  demo.faults.set({ fault: 'late' })
  await assert.rejects(call(demo.url, instruct(1, OFFLINE)))
  await demo.close()
  const { state, generation } = await readBack((await givenDemo(t, { folder })).url)
  assert.deepEqual([state, generation], [UP, 0])
})

test('a delayed call acts when its switch is cleared, never at exit', async () => {
  const faults = new Faults()
  const [cleared, lost] = [faults.set({ fault: 'late' }), faults.set({ fault: 'late' })]
  const held = [faults.hold(cleared), faults.hold(lost)]
  faults.clear(cleared.id)
  faults.abandon()
  assert.deepEqual(await Promise.all(held), [true, false])
})

for (const when of ['before', 'after'] as const) {
  test(`a slowed call waits ${when} acting until its fault is cleared`, async (t) => {
    const { url } = await givenDemo(t)
    await postJson(`${url}/faults`, { fault: 'slow', when })
    const answer = call(url, instruct(1, OFFLINE))
    await until(async () => (await getJson(`${url}/faults`)).body.faults[0].holding === 1)
    assert.equal((await getJson(`${url}/state/account/rosa`)).body.state.visible, when === 'before')
    await fetch(`${url}/faults`, { method: 'DELETE' })
    assert.equal((await answer).body.outcome, 'applied')
  })
}

test('a slowed call with a set delay is answered after it', async (t) => {
  const { url } = await givenDemo(t)
  await postJson(`${url}/faults`, { fault: 'slow', delayMs: 80 })
  const startMs = performance.now()
  await call(url, instruct(1, OFFLINE))
  assert.ok(performance.now() - startMs >= 79)
})

test('the fault "lying" falsifies visibility, age or reach of one read-back', async (t) => {
  const { url } = await givenDemo(t)
  const lie = (about: string) => postJson(`${url}/faults`, { fault: 'lying', about, count: 1 })
  await lie('visible')
  assert.deepEqual((await call(url, instruct(1, OFFLINE))).body.state, OFFLINE)
  assert.equal((await readBack(url)).state?.visible, true)
  await lie('old_state')
  assert.deepEqual((await readBack(url)).state, UP)
  assert.deepEqual((await readBack(url)).state, OFFLINE)
  await call(url, instruct(2, UP))
  await lie('reach')
  assert.equal((await readBack(url)).reach, 406)
  assert.equal((await readBack(url)).reach, 812)
})

test('the fault "down" closes every connection until it is cleared', async (t) => {
  const { url } = await givenDemo(t)
  await postJson(`${url}/faults`, { fault: 'down' })
  await assert.rejects(call(url, instruct(1, OFFLINE)))
  await assert.rejects(call(url, { type: 'platform.capabilities' }))
  assert.equal((await getJson(`${url}/faults`)).body.faults[0].caught, 2)
  await fetch(`${url}/faults`, { method: 'DELETE' })
  assert.equal((await call(url, { type: 'platform.capabilities' })).status, 200)
})

test("a platform's own change to a subject keeps the subject's generation", async (t) => {
  const { url } = await givenDemo(t)
  await call(url, instruct(1, UP))
  const changed = await postJson(`${url}/faults`, { fault: 'own_will', subject: ROSA, state: { visible: false } })
  assert.deepEqual(changed.body, { subject: ROSA, state: { ...UP, visible: false } })
  const { state, generation } = await readBack(url)
  assert.deepEqual([state?.visible, generation], [false, 1])
  const [effect] = (await getJson(`${url}/record`)).body.effects
  assert.deepEqual([effect.cause, effect.generation, effect.from, effect.to.visible], ['own_will', 1, UP, false])
  assert.equal((await call(url, instruct(2, UP))).body.outcome, 'applied')
})

test('an invalid fault switch is refused', async (t) => {
  const { url } = await givenDemo(t)
  const bad = [
    { fault: 'sulking' },
    { fault: 'slow', delayMs: -1 },
    { fault: 'down', counts: 3 },
    { fault: 'own_will' },
    {},
  ]
  for (const body of bad) assert.equal((await postJson(`${url}/faults`, body)).status, 400)
  const nobody = { fault: 'own_will', subject: { kind: 'account', id: 'nobody' }, state: { visible: false } }
  assert.equal((await postJson(`${url}/faults`, nobody)).status, 404)
})

test('a demo without faults offers no fault switches, even behind proxies', async (t) => {
  const plain = await givenDemo(t, { faults: false })
  assert.equal((await fetch(`${plain.url}/faults`)).status, 404)
  assert.equal((await fetch(`${plain.url}/load`, { method: 'POST' })).status, 404)
  const { url } = await givenDemo(t)
  const forwarded = await postJson(`${url}/faults`, { fault: 'down' }, { 'x-forwarded-for': '10.0.0.1' })
  assert.equal(forwarded.status, 403)
  assert.deepEqual((await getJson(`${url}/faults`)).body.faults satisfies Fault[], [])
})
