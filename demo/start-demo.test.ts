import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Subject, SubjectFacts } from '@countersign/platform-kit'
import { DrivenClock } from './clock.ts'
import { POSTS } from './posts.ts'
import { type Demo, startDemo } from './start-demo.ts'
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
  SECRET,
  until,
} from './test/small-desk.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const HOUR_MS = 3_600_000

test('answered instructions and their generations survive a restart of the demo', async (t) => {
  const folder = await givenFolder(t)
  const first = await givenDemo(t, { folder })
  assert.equal((await call(first.url, instruct(4, OFFLINE))).body.outcome, 'applied')
  await first.close()
  const second = await givenDemo(t, { folder })
  const { state, generation, reach } = await readBack(second.url)
  assert.deepEqual([state, generation, reach], [OFFLINE, 4, 0])
  assert.equal((await call(second.url, instruct(4, OFFLINE))).body.outcome, 'known')
  assert.equal((await call(second.url, instruct(3, UP))).body.refusal, 'stale_generation')
})

test('a killed demo keeps every answered call and reverts due subjects', async (t) => {
  const folder = await givenFolder(t)
  const first = await spawnDemo(t, folder)
  const at = new Date(Date.now() + HOUR_MS)
  const reverts = [{ at: at.toISOString(), desired: UP }]
  assert.equal((await call(first.url, instruct(1, OFFLINE, { reverts }))).body.outcome, 'applied')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await spawnDemo(t, folder, '--driven', '--now', new Date(at.getTime() - 1).toISOString())
  assert.equal((await fetch(`${second.url}/@rosa_bakes`)).status, 410)
  second.child.kill('SIGKILL')
  await once(second.child, 'exit')
  const third = await spawnDemo(t, folder, '--driven', '--now', at.toISOString())
  assert.equal((await fetch(`${third.url}/@rosa_bakes`)).status, 200)
  third.child.kill('SIGTERM')
  assert.deepEqual(await once(third.child, 'exit'), [0, null])
})

test('a demo killed during calls stores each effect with its record', async (t) => {
  const folder = await givenFolder(t)
  const first = await spawnDemo(t, folder)
  const subjects = POSTS.slice(0, 100).map(({ id }) => ({ kind: 'content', id }) as const)
  const answered = new Set<string>()
  const takeOffline = async (subject: Subject): Promise<void> => {
    const { body } = await call(first.url, instruct(1, { ...UP, visible: false }, { subject }))
    if (body.outcome === 'applied') answered.add(subject.id)
    if (answered.size === 20) first.child.kill('SIGKILL')
  }
  await Promise.allSettled(subjects.map(takeOffline))
  assert.ok(answered.size >= 20)
  const second = await spawnDemo(t, folder)
  for (const subject of subjects) {
    const { state, generation } = await readBack(second.url, subject)
    assert.equal(state?.visible, generation === 0)
    if (answered.has(subject.id)) assert.equal(generation, 1)
  }
})

test('a demo with --until-stdin-ends ends with its parent process', async (t) => {
  const { child, url } = await spawnDemo(t, await givenFolder(t), '--until-stdin-ends')
  assert.equal((await fetch(`${url}/healthz`)).status, 200)
  child.stdin?.destroy()
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a closing demo finishes its running calls although the caller left', async (t) => {
  const happened: unknown[] = []
  const [asked, looked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const demo: Demo = await givenDemo(t, {
    onError: (error) => happened.push(error),
    authority: async (audience) => {
      asked.resolve()
      await looked.promise
      await demo.store.inTransaction(() => happened.push('answered'))
      return { audience, deskKeys: [] }
    },
  })
  const cut = assert.rejects(call(demo.url, instruct(1, OFFLINE)))
  await asked.promise
  const closing = demo.close().then(() => happened.push('closed'))
  await cut
  await until(async () => !(await isThere(demo.url)))
  looked.resolve()
  await closing
  assert.deepEqual(happened, ['answered', 'closed'])
})

test('the demo reverts a subject at its time without a desk', async (t) => {
  const demo = await givenDemo(t)
  const reverts = [{ at: new Date(Date.now() + 500).toISOString(), desired: UP }]
  await call(demo.url, instruct(1, OFFLINE, { reverts }))
  await until(async () => (await getJson(`${demo.url}/state/account/rosa`)).body.state.visible)
  const { state, generation, reach } = await readBack(demo.url)
  assert.deepEqual([state, generation, reach], [UP, 1, 812])
  assert.equal(demo.store.findNextRevertAtMs(), undefined)
})

test("the demo's driven clock handles due reverts before it answers", async (t) => {
  const start = new Date('2026-01-01T00:00:00Z')
  const demo = await givenDemo(t, { clock: new DrivenClock(start) })
  const at = new Date(start.getTime() + HOUR_MS)
  const reverts = [{ at: at.toISOString(), desired: UP }]
  assert.equal((await call(demo.url, instruct(1, OFFLINE, { reverts }))).status, 401)
  assert.equal(
    (await call(demo.url, instruct(1, OFFLINE, { reverts }), { at: start })).body.appliedAt,
    start.toISOString(),
  )
  assert.deepEqual((await postJson(`${demo.url}/clock`, { now: at.toISOString() })).body, {
    now: at.toISOString(),
    reverted: 1,
  })
  assert.equal((await getJson(`${demo.url}/clock`)).body.now, at.toISOString())
  assert.equal((await postJson(`${demo.url}/clock`, { now: 'noon' })).status, 400)
  const back = await postJson(`${demo.url}/clock`, { now: start.toISOString() })
  assert.deepEqual([back.status, (await getJson(`${demo.url}/clock`)).body.now], [409, at.toISOString()])
})

test("moving the demo's driven clock carries out reverts at their times", async (t) => {
  const start = Date.parse('2026-01-01T00:00:00Z')
  const { url } = await spawnDemo(t, await givenFolder(t), '--driven', '--now', new Date(start).toISOString())
  const moment = (hours: number) => new Date(start + hours * HOUR_MS).toISOString()
  const [half, whole] = [{ ...UP, mayPost: false }, UP]
  const reverts = [
    { at: moment(2), desired: half },
    { at: moment(5), desired: whole },
  ]
  assert.equal((await call(url, instruct(1, OFFLINE, { reverts }), { at: new Date(start) })).body.outcome, 'applied')
  for (const [hours, state, status] of [
    [1, OFFLINE, 410],
    [2, half, 200],
    [4, half, 200],
    [5, whole, 200],
  ] as const) {
    await postJson(`${url}/clock`, { now: moment(hours) })
    assert.deepEqual((await getJson(`${url}/state/account/rosa`)).body.state, state)
    assert.equal((await fetch(`${url}/@rosa_bakes`)).status, status)
  }
  const { effects } = (await getJson(`${url}/record`)).body
  const told = effects.map(({ at, cause }: { at: string; cause: string }) => `${cause} ${at}`)
  assert.deepEqual(told, [`desk ${moment(0)}`, `self_revert ${moment(2)}`, `self_revert ${moment(5)}`])
})

test("only callers on this machine move the demo's driven clock", async (t) => {
  const driven = await givenDemo(t, { clock: new DrivenClock(new Date('2026-01-01T00:00:00Z')) })
  const forwarded = { headers: { 'x-forwarded-for': '192.0.2.1' } }
  assert.equal((await fetch(`${driven.url}/clock`, forwarded)).status, 403)
  assert.equal((await fetch(`${(await givenDemo(t)).url}/clock`)).status, 404)
  for (const args of [
    ['--driven', '--now', 'noon'],
    ['--now', '2026-01-01T00:00:00Z'],
  ]) {
    await assert.rejects(spawnDemo(t, await givenFolder(t), ...args), /--now/)
  }
})

test('the demo takes a protected account offline after the hold, despite kills', async (t) => {
  const folder = await givenFolder(t)
  const [start, hold] = ['2026-01-01T00:00:00Z', '2026-01-01T00:10:00.000Z']
  const args = ['--hold-minutes', '10', '--driven', '--now']
  const first = await spawnDemo(t, folder, ...args, start)
  const subject = { kind: 'account', id: 'vale' } as const
  const { body } = await call(first.url, instruct(1, OFFLINE, { subject }), { at: new Date(start) })
  assert.deepEqual([body.state, body.notBefore], [UP, hold])
  assert.equal((await call(first.url, instruct(1, OFFLINE), { at: new Date(start) })).body.notBefore, undefined)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await spawnDemo(t, folder, ...args, start)
  assert.equal((await fetch(`${second.url}/@minister_vale`)).status, 200)
  await postJson(`${second.url}/clock`, { now: hold })
  assert.equal((await fetch(`${second.url}/@minister_vale`)).status, 410)
})

test('many concurrent instructions each bring their subject to its state once', async (t) => {
  const demo = await givenDemo(t)
  const posts = Array.from({ length: 3 }, (_, index) => ({ kind: 'content', id: `rosa-${index + 1}` }) as const)
  const desired = { ...UP, visible: false }
  const calls = posts.flatMap((subject) =>
    Array.from({ length: 5 }, () => call(demo.url, instruct(1, desired, { subject }))),
  )
  await Promise.all(calls)
  const { effects, duplicateEffects } = (await getJson(`${demo.url}/record/counters`)).body
  assert.deepEqual([effects.desk, duplicateEffects], [3, 0])
})

test('facts describe an account, and a content with its account', async (t) => {
  const demo = await givenDemo(t)
  const vale = await call(demo.url, { type: 'subject.facts', subject: { kind: 'account', id: 'vale' } })
  const { readAt, ...facts } = { readAt: '', ...vale.body }
  assert.ok(Date.parse(readAt) > 0)
  const account = {
    id: 'vale',
    handle: 'minister_vale',
    displayName: 'Ada Vale',
    reach: 43_500_000,
    verified: true,
    tags: ['public_office'],
    createdAt: '2011-01-01T09:00:00.000Z',
    items: 4,
    contents: { all: { own: 4, hidden: 0 }, month: { own: 0, hidden: 0 } },
  }
  assert.deepEqual(facts, { account })
  const post = await call(demo.url, { type: 'subject.facts', subject: { kind: 'content', id: 'vale-1' } })
  const { content } = { content: undefined, ...post.body }
  assert.deepEqual(content, {
    id: 'vale-1',
    accountId: 'vale',
    kind: 'post',
    text: 'From Monday the night train to the islands runs every day of the week.',
    createdAt: '2025-03-01T07:00:00.000Z',
    media: [],
  })
})

test('the facts of a post name its thread and media hashes', async (t) => {
  const demo = await givenDemo(t)
  const pills = { kind: 'content', id: 'pills-1' } as const
  const readFacts = async (id: string) =>
    (await call(demo.url, { type: 'subject.facts', subject: { kind: 'content', id } })).body as Partial<SubjectFacts>
  const { content, thread } = await readFacts('pills-1')
  assert.deepEqual(
    thread?.map(({ id, parentId }) => [id, parentId]),
    [['mira-2', 'pills-1']],
  )
  const salma = await readFacts('salma-3')
  assert.deepEqual(
    salma.thread?.map(({ id }) => id),
    ['salma-1', 'salma-2'],
  )
  const { reference = '', sha256, mediaType } = content?.media?.[0] ?? {}
  const { body } = await call(demo.url, { type: 'subject.media', subject: pills, reference })
  const { base64, ...told } = body as { base64: string }
  assert.deepEqual(told, { mediaType })
  assert.equal(createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex'), sha256)
  const shown = await fetch(`${demo.url}/posts/pills-1/media/${reference}`)
  assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/png'])
  assert.equal((await fetch(`${demo.url}/@cheap_pills4u/picture`)).headers.get('content-type'), 'image/png')
})

test('a demo on a port in use fails and leaves nothing open', async (t) => {
  const demo = await givenDemo(t)
  const folder = await givenFolder(t)
  const port = Number(new URL(demo.url).port)
  await assert.rejects(startDemo({ port, folder, secrets: [SECRET] }), /EADDRINUSE/)
})

test('the demo answers its health check and knows its accounts', async (t) => {
  const demo = await givenDemo(t)
  assert.deepEqual(await getJson(`${demo.url}/healthz`), { status: 200, body: { status: 'ok' } })
  assert.equal((await getJson(`${demo.url}/state/account/nobody`)).status, 404)
  assert.deepEqual((await getJson(`${demo.url}/state/account/rosa`)).body.subject, ROSA)
})

async function spawnDemo(
  t: TestContext,
  folder: string,
  ...more: string[]
): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN, '--data', folder, '--secret', SECRET, ...more], {
    stdio: 'pipe',
  })
  t.after(() => child.kill('SIGKILL'))
  const errors: string[] = []
  child.stderr.on('data', (chunk) => errors.push(String(chunk)))
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), once(child, 'exit')])
  assert.deepEqual(errors, [])
  return { url: String(line).replace('Demo platform on ', ''), child }
}

const isThere = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
