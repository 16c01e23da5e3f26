import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DemoStore } from './demo-store.ts'
import { PAGE_HEADERS } from './page-layout.ts'
import {
  FRONT_ROWS_MAX,
  findAccountByHandle,
  findPost,
  listFrontAccounts,
  listFrontPosts,
  listPostsOf,
} from './page-queries.ts'
import { frontPage, notFoundPage, postPage, profilePage, unavailablePage } from './pages.ts'
import { findState } from './subject-state.ts'

const PAGES_MAX = 1_000
const Page = Type.Object({ page: Type.Integer({ minimum: 1, maximum: PAGES_MAX, default: 1 }) })

/** What any visitor sees. Something dark answers 410 and a page that says so, something that never was 404. */
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
      return profilePage(account, listPostsOf(committed, account.id))
    })
    app.get('/posts/:id', { schema: { params: Type.Object({ id: Type.String() }) } }, async (request, reply) => {
      const post = findPost(committed, request.params.id)
      if (!post) return reply.code(404).send(notFoundPage())
      if (!findState(committed, { kind: 'account', id: post.author.id }).visible) {
        return reply.code(410).send(unavailablePage('account')) // A dark account takes its posts with it.
      }
      return post.state.visible ? postPage(post) : reply.code(410).send(unavailablePage('post'))
    })
    done()
  }
