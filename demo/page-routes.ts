import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { PlatformState } from '@countersign/platform-kit'
import { Type } from 'typebox'
import type { DemoStore, Sql } from './demo-store.ts'
import { findMedia } from './media-rows.ts'
import { PAGE_HEADERS } from './page-layout.ts'
import {
  FRONT_ROWS_MAX,
  findAccountByHandle,
  findPost,
  listFrontAccounts,
  listFrontPosts,
  listPostsOf,
  type PostView,
} from './page-queries.ts'
import { frontPage, notFoundPage, postPage, profilePage, unavailablePage, restrictedEvidencePage } from './pages.ts'
import { drawPortrait } from './pictures.ts'
import { findState } from './subject-state.ts'

const PAGES_MAX = 1_000
const Page = Type.Object({ page: Type.Integer({ minimum: 1, maximum: PAGES_MAX, default: 1 }) })

/** The public pages. An offline subject answers 410 with a page that says so, an unknown one 404. */
export const pageRoutes =
  ({ committed }: DemoStore): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addHook('onRequest', async (_request, reply) => void reply.headers(PAGE_HEADERS))
    app.get('/', { schema: { querystring: Page } }, async (request) => {
      const { page } = request.query
      const offset = (page - 1) * FRONT_ROWS_MAX
      const [accounts, posts] = [listFrontAccounts(committed, offset), listFrontPosts(committed, offset)]
      const hasMore = accounts.length === FRONT_ROWS_MAX || posts.length === FRONT_ROWS_MAX
      return frontPage(accounts, posts, page, hasMore)
    })
    app.get('/@:handle', { schema: { params: Type.Object({ handle: Type.String() }) } }, async (request, reply) => {
      const account = findAccountByHandle(committed, request.params.handle)
      if (!account) return reply.code(404).send(notFoundPage())
      if (!account.state.visible) return reply.code(410).send(unavailablePage('account'))
      if (isBlocked(account.state, request.headers)) return reply.code(451).send(unavailablePage('account'))
      return profilePage(account, listPostsOf(committed, account.id))
    })
    app.get(
      '/@:handle/picture',
      { schema: { params: Type.Object({ handle: Type.String() }) } },
      async (request, reply) => {
        const account = findAccountByHandle(committed, request.params.handle)
        if (!account?.state.visible) return reply.code(404).send(notFoundPage())
        return reply.headers(MEDIA_HEADERS).type('image/png').send(drawPortrait(account.id))
      },
    )
    app.get('/posts/:id', { schema: { params: Type.Object({ id: Type.String() }) } }, async (request, reply) => {
      const post = findPost(committed, request.params.id)
      if (!post) return reply.code(404).send(notFoundPage())
      const offline = findOffline(committed, post)
      if (offline) return reply.code(410).send(unavailablePage(offline))
      const author = findState(committed, { kind: 'account', id: post.author.id })
      const isThere = ![author, post.state].some((state) => isBlocked(state, request.headers))
      return isThere ? postPage(post) : reply.code(451).send(unavailablePage('post'))
    })
    const ofPost = Type.Object({ id: Type.String(), place: Type.String({ maxLength: 4 }) })
    app.get('/posts/:id/media/:place', { schema: { params: ofPost } }, async (request, reply) => {
      const { id, place } = request.params
      const post = findPost(committed, id)
      const media = post && !findOffline(committed, post) ? findMedia(committed, id, place) : undefined
      if (!media) return reply.code(404).send(notFoundPage())
      return reply.headers(MEDIA_HEADERS).type(media.mediaType).send(media.bytes)
    })
    const restricted = Type.Object({ id: Type.String(), reference: Type.String() })
    app.get('/vault/:id/:reference', { schema: { params: restricted } }, async () => restrictedEvidencePage())
    done()
  }

const MEDIA_HEADERS = { 'content-security-policy': "default-src 'none'; sandbox" }

/** True when the post is hidden in the visitor's country, which the proxy in front of a platform states. */
const isBlocked = ({ blockedCountries = [] }: PlatformState, headers: Record<string, unknown>): boolean =>
  blockedCountries.includes(String(headers['x-visitor-country']).toUpperCase())

/** The reason why a post cannot be seen: an offline account takes its posts with it. */
function findOffline(sql: Sql, post: PostView): 'account' | 'post' | undefined {
  if (!findState(sql, { kind: 'account', id: post.author.id }).visible) return 'account'
  return post.state.visible ? undefined : 'post'
}
