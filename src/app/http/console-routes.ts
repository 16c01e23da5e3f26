import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { Type } from '@fastify/type-provider-typebox'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { PACKAGE_DIR } from '../../foundation/settings/package-paths.ts'
import type { App } from '../../policy/desk.ts'
import { CONSOLE_PAGES } from './console-pages.ts'

const BUILT = join(PACKAGE_DIR, 'console/dist')
const PAGE = 'index.html'

/**
 * A file name with a hash changes with its content, so browsers may cache it for ever; a name without one is requested
 * again.
 */
const HASHED = /-[\w-]{8}\.\w+(\.\w+)?$/
const KEEP = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** The scripts inside the page itself: the build leaves one, which sets the colour scheme before the first paint. */
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g

const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** Returns the security policy of the page: it runs the desk's own files and, by their hash, the scripts in itself. */
const policyOf = (page: string): string =>
  [
    ...CONSOLE_POLICY,
    ["script-src 'self'", ...[...page.matchAll(INLINE_SCRIPT)].map(([, script = '']) => hashOf(script))].join(' '),
  ].join('; ')

const CONSOLE_POLICY = [
  "default-src 'self'",
  // Inline styles are allowed because the component library writes sizes and colours into elements.
  "style-src 'self' 'unsafe-inline'",
  // Scripts fetch the media of cases, so that failures can be reported, and show them from memory (blob:). The picture of
  // an account comes from its route.
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

const isRefusedPath = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && (error.statusCode === 403 || error.statusCode === 400)

/**
 * The console: one page under each of its addresses, and the files that the page loads. They contain no data about
 * people.
 */
export function consoleRoutes(app: App): void {
  app.register(fastifyStatic, {
    root: join(BUILT, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', HASHED.test(path) ? KEEP : ASK_AGAIN),
  })
  // An invalid path, or one outside of the folder, counts as a missing file. Any other error is for the server to
  // answer.
  app.setErrorHandler((error, { method }, reply) => {
    if (method === 'GET' && isRefusedPath(error)) return reply.callNotFound()
    throw error
  })
  const schema = { hide: true, summary: 'The console', produces: ['text/html'], response: { 200: Type.Unknown() } }
  for (const url of CONSOLE_PAGES) {
    app.get(url, { schema, exposeHeadRoute: false }, async (_request, reply) => {
      const page = await readFile(join(BUILT, PAGE), 'utf8').catch((cause: unknown) => {
        throw new DeskError('unavailable', message('request.noConsole'), {}, { cause })
      })
      reply.headers({ 'content-security-policy': policyOf(page), 'cache-control': ASK_AGAIN })
      return reply.type('text/html; charset=utf-8').send(page)
    })
  }
}
