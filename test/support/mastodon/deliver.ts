import { createHmac } from 'node:crypto'
import type { TestContext } from 'node:test'
import { ROUTES } from '../../../src/app/http/routes.ts'
import { DESK, type KeyScope } from '../../../src/foundation/domain.ts'
import { addKey } from '../../../src/people/access/keys.ts'
import { givenPlatform } from '../platforms.ts'
import { startTestDesk, type TestDesk } from '../server.ts'
import { givenStatus, type MastodonStatus, mastodonData } from './mastodon-data.ts'
import { adminAccountEntity, statusEntity } from './mastodon-entities.ts'

const ORIGIN = 'https://social.example'
export const WEBHOOK_SECRET = 'a-secret-that-mastodon-made'
export const FORMER_SECRET = 'a-secret-of-before-the-change'
const EVENTS_URL = '/v1/platforms/social/mastodon-events'

export interface Delivered {
  status: number
  body: Record<string, unknown>
}

/** Sends a body to the desk's webhook, signed with the secret as Mastodon does. */
export async function deliver(
  { app }: Pick<TestDesk, 'app'>,
  event: object,
  { secret = WEBHOOK_SECRET, url = EVENTS_URL, headers = {}, text = JSON.stringify(event), ip = '198.51.100.7' } = {},
): Promise<Delivered> {
  const signature = `sha256=${createHmac('sha256', secret).update(JSON.stringify(event)).digest('hex')}`
  const given = { 'content-type': 'application/json', 'x-hub-signature': signature, ...headers }
  const answer = await app.inject({ method: 'POST', url, headers: given, payload: text, remoteAddress: ip })
  return { status: answer.statusCode, body: answer.json() }
}

/** Starts a desk with two Mastodon servers, `social` and `other`, whose webhooks belong to keys with these scopes. */
export async function startReceivingDesk(
  t: TestContext,
  scopes: readonly KeyScope[] = ['report', 'facts'],
): Promise<TestDesk & { keyId: string; webhooks: Map<string, { secrets: readonly string[]; keyId: string }> }> {
  const webhooks = new Map<string, { secrets: readonly string[]; keyId: string }>()
  const test = await startTestDesk(t, { routes: ROUTES, webhooks })
  for (const platform of ['social', 'other']) await givenPlatform(test.desk.db, platform)
  const keyOf = async (platform: string) =>
    (await addKey({ db: test.desk.db }, { name: platform, scopes, platform }, DESK)).id
  const keyId = await keyOf('social')
  webhooks.set('social', { secrets: [WEBHOOK_SECRET, FORMER_SECRET], keyId })
  webhooks.set('other', { secrets: ['the-secret-of-the-other'], keyId: await keyOf('other') })
  return { ...test, keyId, webhooks }
}

const event = (name: string, object: object, at = '2026-05-04T09:00:00.351Z') => ({
  event: name,
  created_at: at,
  object,
})

/** An event `report.created` about Vale, with these posts. */
export function reportCreated(
  posts: readonly (Partial<MastodonStatus> & { id: string })[] = [],
  more: Record<string, unknown> = {},
) {
  const data = mastodonData()
  const [reporter, target] = ['110', '109'].map((id) => data.accounts.get(id))
  if (reporter === undefined || target === undefined) throw new Error('the accounts are gone')
  return event('report.created', {
    ...{ id: '8437', action_taken: false, action_taken_at: null, category: 'spam', comment: 'Sells nothing.' },
    ...{ forwarded: false, created_at: '2026-05-04T09:00:00.348Z', updated_at: '2026-05-04T09:00:00.348Z' },
    ...{
      account: adminAccountEntity(data, reporter, ORIGIN),
      target_account: adminAccountEntity(data, target, ORIGIN),
    },
    ...{ assigned_account: null, action_taken_by_account: null },
    statuses: posts.map((post) => statusEntity(data, givenStatus(data, post), ORIGIN)),
    rules: [{ id: '2', text: 'No fraud.' }],
    ...more,
  })
}

export function accountCreated(more: { followers?: number } = {}, at?: string) {
  const data = mastodonData()
  const vale = data.accounts.get('109')
  if (vale === undefined) throw new Error('the account is gone')
  return event('account.created', adminAccountEntity(data, { ...vale, ...more }, ORIGIN), at)
}

export function statusCreated(post: Partial<MastodonStatus> & { id: string }) {
  const data = mastodonData()
  return event('status.created', statusEntity(data, givenStatus(data, post), ORIGIN))
}
