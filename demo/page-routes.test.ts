import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMUNITIES } from './communities.ts'
import { html } from './html.ts'
import { describeReach } from './pages.ts'
import { PEOPLE } from './people.ts'
import { POSTS } from './posts.ts'
import { UP } from './subject-state.ts'
import { call, givenDemo, instruct, OFFLINE } from './test/small-desk.ts'

async function visit(url: string): Promise<{ status: number; page: string; headers: Headers }> {
  const response = await fetch(url)
  return { status: response.status, page: await response.text(), headers: response.headers }
}

test('the front page shows people and posts and runs no script', async (t) => {
  const { url } = await givenDemo(t)
  const { status, page, headers } = await visit(url)
  assert.equal(status, 200)
  assert.match(page, /@minister_vale/)
  assert.match(page, /43\.5M followers · verified/)
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'; style-src 'sha256-/)
  assert.doesNotMatch(policy, /script-src|unsafe/)
  assert.equal((await visit(`${url}/?page=2`)).status, 200)
  assert.equal((await visit(`${url}/?page=0`)).status, 400)
})

test('the page of an offline account says so and hides posts', async (t) => {
  const { url } = await givenDemo(t)
  assert.match((await visit(`${url}/@rosa_bakes`)).page, /Rye, water, salt/)
  await call(url, instruct(1, OFFLINE))
  for (const path of ['/@rosa_bakes', '/posts/rosa-1']) {
    const { status, page } = await visit(url + path)
    assert.equal(status, 410)
    assert.match(page, /This account is not available\./)
    assert.doesNotMatch(page, /Rosa|Rye/)
  }
  assert.doesNotMatch((await visit(url)).page, /rosa_bakes/)
  await call(url, instruct(2, UP))
  assert.equal((await visit(`${url}/@rosa_bakes`)).status, 200)
})

test("a hidden post is unavailable and its account's other posts stay visible", async (t) => {
  const { url } = await givenDemo(t)
  const subject = { kind: 'content', id: 'rosa-1' } as const
  await call(url, instruct(1, { ...UP, visible: false }, { subject }))
  const { status, page } = await visit(`${url}/posts/rosa-1`)
  assert.equal(status, 410)
  assert.match(page, /This post is not available\./)
  const profile = await visit(`${url}/@rosa_bakes`)
  assert.doesNotMatch(profile.page, /Rye, water, salt/)
  assert.match(profile.page, /The loaf fell/)
})

test('limited content leaves the front page and stays on its own page', async (t) => {
  const { url } = await givenDemo(t)
  const newest = POSTS.at(-1)
  assert.ok(newest)
  const [limited, front] = [{ ...UP, spread: 'limited' } as const, `/posts/${newest.id}"`]
  assert.ok((await visit(url)).page.includes(front))
  await call(url, instruct(1, limited, { subject: { kind: 'content', id: newest.id } }))
  assert.ok(!(await visit(url)).page.includes(front))
  assert.equal((await visit(`${url}/posts/${newest.id}`)).status, 200)
  await call(url, instruct(1, limited, { subject: { kind: 'account', id: 'vale' } }))
  assert.doesNotMatch((await visit(url)).page, /@minister_vale"/)
  assert.equal((await visit(`${url}/@minister_vale`)).status, 200)
})

test('labels and the lock of an account are shown on its page', async (t) => {
  const { url } = await givenDemo(t)
  await call(url, instruct(1, { ...UP, mayPost: false, labels: ['Disputed <by> many'] }))
  const { page } = await visit(`${url}/@rosa_bakes`)
  assert.match(page, /<span class="label">Disputed &lt;by&gt; many<\/span>/)
  assert.match(page, /This account is locked/)
})

test('an unknown page is not found', async (t) => {
  const { url } = await givenDemo(t)
  for (const path of ['/@nobody', '/posts/nothing']) assert.equal((await visit(url + path)).status, 404)
})

test('posts say their language and are laid out in its direction', async (t) => {
  const { url } = await givenDemo(t)
  assert.match((await visit(`${url}/posts/salma-1`)).page, /dir="auto" lang="ar">الميناء/)
  assert.match((await visit(`${url}/posts/ines-1`)).page, /lang="pt">O comboio/)
})

test('every value on a demo page is escaped unless it is markup', () => {
  const { markup } = html`<p title="${'"\'&'}">${'<b>'}${[html`<i>${'<'}</i>`]}${false}${undefined}${0}</p>`
  assert.equal(markup, '<p title="&quot;&#39;&amp;">&lt;b&gt;<i>&lt;</i>0</p>')
})

test('a reach is shown as a short number, such as 43.5M followers', () => {
  const said = [43_500_000, 240_000, 10_000, 9_999, 812, null].map((reach) => describeReach({ id: 'rosa', reach }))
  assert.deepEqual(said, [
    '43.5M followers',
    '240K followers',
    '10K followers',
    '9999 followers',
    '812 followers',
    'followers not known',
  ])
  assert.equal(describeReach({ id: '@community:quay_kitchen', reach: 6_400 }), '6400 members')
})

test('a new demo stores each invented person and post once', async (t) => {
  const demo = await givenDemo(t)
  const count = () => {
    const row = demo.store.committed
      .get`select (select count(*) from account) as accounts, (select count(*) from content) as contents`
    return [row?.accounts, row?.contents]
  }
  assert.deepEqual(count(), [PEOPLE.length + COMMUNITIES.length, POSTS.length])
  assert.ok(PEOPLE.length >= 40 && POSTS.length >= 115)
  assert.deepEqual(new Set(POSTS.map(({ accountId }) => accountId)), new Set(PEOPLE.map(({ id }) => id)))
})
