import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { listenOnLoopback } from './listen.ts'

/** The account of the stand-in. */
export const ROSA_DID = `did:plc:${'r'.repeat(24)}`
const NOT_FOUND = { error: 'NotFound' }

/** The one post of the account. */
export const ROSA_POST = `at://${ROSA_DID}/app.bsky.feed.post/3n3kkyvpqlc2n`
const POST = { uri: ROSA_POST, cid: 'bafyreic24mxs7crvyles7', value: { text: 'The ferry is late.' } }

/** A PDS with one account, which answers as Bluesky's own does. `npm run atproto` tests the same with a real one. */
export async function startPds(
  t: TestContext,
  given: { handle?: string; post?: Partial<typeof POST> | { cid: string; value: object }; ref?: string } = {},
): Promise<string> {
  let { ref } = given
  const methods: Readonly<Record<string, (did: string, collection: string) => [status: number, body: object]>> = {
    'com.atproto.admin.getSubjectStatus': () => [200, { subject: {}, takedown: { applied: ref !== undefined, ref } }],
    'com.atproto.admin.getAccountInfo': (did) => [
      200,
      { did, handle: given.handle ?? 'rosa.test', indexedAt: '2026-05-04T07:00:00Z' },
    ],
    'com.atproto.repo.getRecord': (_did, collection) =>
      collection === 'app.bsky.feed.post' ? [200, { ...POST, ...given.post }] : [400, { error: 'RecordNotFound' }],
    'app.bsky.actor.getProfile': (did) => [
      200,
      { did, handle: given.handle ?? 'rosa.test', followersCount: 12, postsCount: 1 },
    ],
    'com.atproto.repo.listRecords': () => [200, { records: [] }],
    'com.atproto.repo.describeRepo': () => (ref === undefined ? [200, {}] : [400, { error: 'RepoTakendown' }]),
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://pds')
    const did = searchParams.get('did') ?? searchParams.get('repo') ?? searchParams.get('actor') ?? ROSA_DID
    if (request.method === 'POST') {
      const { takedown } = (await json(request)) as { takedown: { applied: boolean; ref?: string } }
      ref = takedown.applied ? takedown.ref : undefined
    }
    const answer = request.method === 'POST' ? () => [200, {}] as const : methods[pathname.slice('/xrpc/'.length)]
    const [status, body] =
      did === ROSA_DID && answer ? answer(did, searchParams.get('collection') ?? '') : [400, NOT_FOUND]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  return listenOnLoopback(t, server)
}
