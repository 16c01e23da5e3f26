import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { insertMedia } from '../../demo/media-rows.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { givenReport } from '../support/desk-flow.ts'
import { waitFor } from '../support/wait-for.ts'

const MINUTE_MS = 60_000

test('the console suggests a break after two hours', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  const { page, keyboard } = ana
  await ana.go('/me')
  const work = async (minutes: number) => {
    await desk.database.advance(minutes * MINUTE_MS)
    await page.reload()
    await page.getByText(/On shift for \d+ min/).waitFor()
  }
  // In steps below half an hour: a longer one would count as an absence.
  for (let times = 0; times < 4; times += 1) await work(24)
  assert.equal(await page.getByText(/Rest due/).count(), 0)
  await work(5)
  await page.getByRole('status').filter({ hasText: 'Rest due soon' }).waitFor()
  await keyboard.push('button', 'Remind me in 15 min')
  await page.getByText('Rest due soon').waitFor({ state: 'detached' })
  await work(20)
  await page.getByRole('status').filter({ hasText: 'Rest due:' }).waitFor()
  const frame = page.getByRole('navigation')
  await frame.getByRole('button', { name: 'Start break' }).click()
  await frame.getByText('On a break.').waitFor()
  await desk.database.advance(11 * MINUTE_MS)
  await frame.getByRole('button', { name: 'End break' }).click()
  await page.getByText(/, 0 min since your last rest/).waitFor()
  assert.equal(await frame.getByRole('button', { name: /break/ }).count(), 0)
})

test("the end of a shift shows one's own work only", async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  const ben = await desk.sit()
  const none = { conclusion: 'no_violation', rationale: 'Sells bread.' }
  for (const [who, id] of [
    [ana, 'rosa'],
    [ben, 'hugo'],
  ] as const) {
    const caseId = await desk.gate.claim({ kind: 'account', id }, who)
    assert.equal((await desk.gate.post(who, `/v1/cases/${caseId}/decisions`, none)).status, 201)
  }
  await desk.gate.claim({ kind: 'account', id: 'rosa' }, ana)
  await ana.go('/me')
  await ana.page.getByRole('main').getByRole('button', { name: 'End shift' }).click()
  await ana.page.getByText('You are off shift.').waitFor()
  const summary = ana.page.getByRole('region', { name: 'My shift summary' })
  await summary.getByText(/ to \d/).waitFor()
  assert.match((await summary.textContent()) ?? '', /cases decided: 1.*cases claimed by me: 1/)
})

test('media load on request, restricted ones never', async (t) => {
  const desk = await startConsoleDesk(t)
  await givenReport(desk, { kind: 'content', id: 'salma-3' })
  const ana = await desk.sit()
  const { page, keyboard } = ana
  const loads: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/media/')) loads.push(`${request.method()} ${new URL(request.url()).host}`)
  })
  const picture = page.getByRole('img', { name: 'The bridge at night, and nobody on it.' })
  const look = async () => (await picture.getAttribute('class'))?.split(' ') ?? []
  await ana.takeNext()
  await page.getByText('Description by the author: The bridge at night').waitFor()
  await page.getByText('1 with few reports. None of their other reports is decided yet.').waitFor()
  await keyboard.push('button', 'Show thread, 2 posts')
  assert.equal(await page.getByRole('region', { name: 'Thread' }).getByText('@salma_writes').count(), 2)
  const { pathname } = new URL(page.url())
  assert.deepEqual([loads, await picture.count()], [[], 0])
  await keyboard.press('b')
  await picture.waitFor()
  assert.deepEqual(await look(), ['media-look', 'is-soft', 'is-blurred', 'is-grey'])
  assert.ok(await page.evaluate<number>(`document.querySelector('img.media-look').naturalWidth`))
  await page.getByRole('button', { name: 'Show clearly' }).click()
  assert.deepEqual(await look(), ['media-look'])
  await keyboard.press('b')
  await picture.waitFor({ state: 'detached' })
  assert.deepEqual(loads, [`GET ${new URL(desk.origin).host}`])
  await ana.go('/me')
  for (const setting of ['Blur images', 'Show images and videos in grey']) {
    const kept = page.waitForResponse((answer) => answer.url().endsWith('/v1/me/wellbeing'))
    await page.getByLabel(setting).uncheck()
    await kept
  }
  await page.reload()
  assert.equal(await page.getByLabel('Blur images').isChecked(), false)
  await ana.go(pathname)
  await page.getByRole('button', { name: 'Show media' }).click()
  await picture.waitFor()
  assert.deepEqual(await look(), ['media-look'])
  await desk.desk.db.query(`update content_media set class = 'restricted', alternative_text = null`)
  await page.reload()
  await page.getByText('Restricted evidence.').waitFor()
  await keyboard.press('b')
  assert.deepEqual(
    [await page.getByRole('button', { name: /^Show (blurred|in grey|media)|^Play/ }).count(), loads.length],
    [0, 2],
  )
})

/** Seeks in the last video of a page, and returns where it stands. */
const SEEK = `new Promise((done) => {
  const video = [...document.querySelectorAll('video')].at(-1)
  video.onseeked = () => done(video.currentTime)
  const seek = () => { video.currentTime = 1.5 }
  if (video.readyState >= 1) seek()
  else video.onloadedmetadata = seek
})`

test('a picture is enlarged, a video read frame by frame or streamed', async (t) => {
  const desk = await startConsoleDesk(t)
  const alternativeText = 'The same ferry, streamed.'
  const film = { kind: 'video', mediaType: 'video/webm', bytes: readFileSync('demo/media/ferry.webm') } as const
  await desk.demo.store.inTransaction((tx) =>
    insertMedia(tx, 'flood-2', 9, { ...film, alternativeText, isStreamed: true }),
  )
  await givenReport(desk, { kind: 'content', id: 'flood-2' })
  const ana = await desk.sit()
  const { page, keyboard } = ana
  let loads = 0
  page.on('request', (request) => {
    if (request.url().includes('/media/')) loads += 1
  })
  await ana.takeNext()
  const media = page.getByRole('region', { name: 'Media' })
  await media.getByText('A ferry passes, filmed from the quay.').waitFor()
  await keyboard.press('b')
  await media.getByRole('button', { name: 'Show clearly' }).waitFor()
  assert.equal(await media.getByRole('button', { name: 'Zoom' }).count(), 0, 'a blurred picture is not enlarged')
  await keyboard.press('b')
  await media.getByRole('button', { name: 'Zoom' }).click()
  const zoomed = page.getByRole('region', { name: 'Enlarged picture' }).getByRole('img')
  const width = async () => (await zoomed.boundingBox())?.width ?? 0
  await zoomed.waitFor()
  const fits = await width()
  await keyboard.press('+')
  await page.getByText('150%').waitFor()
  assert.ok(Math.abs((await width()) / fits - 1.5) < 0.01, `${fits} became ${await width()}`)
  await keyboard.press('Escape')
  await media.getByRole('button', { name: 'Show blurred in grey' }).click()
  await media.getByRole('button', { name: 'Show frames' }).click()
  const frames = media.getByRole('list', { name: 'Frames of the video' }).getByRole('button')
  await frames.nth(7).waitFor()
  assert.equal(await frames.count(), 8)
  assert.match((await frames.first().getByRole('img').getAttribute('class')) ?? '', /is-blurred/)
  await frames.nth(4).click()
  const position = () => page.evaluate<number>(`document.querySelector('video').currentTime`)
  const sought = await position()
  assert.ok(sought > 1, `the video stands at ${sought}`)
  await media.getByRole('button', { name: 'One frame on' }).click()
  assert.ok((await position()) > sought)
  assert.equal(loads, 2)

  const parts: number[] = []
  page.on('response', (response) => response.url().endsWith('/stream') && void parts.push(response.status()))
  await media.getByRole('button', { name: 'Show film or sound' }).click()
  const player = media.getByLabel(alternativeText)
  await player.waitFor()
  assert.match((await player.getAttribute('class')) ?? '', /is-blurred/)
  assert.match((await player.getAttribute('poster')) ?? '', /poster$/)
  assert.equal(await page.evaluate<number>(SEEK), 1.5)
  await waitFor('the player to have asked for a part', async () => parts.length > 1)
  assert.ok(
    parts.every((status) => status === 206),
    parts.join(),
  )
})
