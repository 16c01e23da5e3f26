import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../desk.ts'
import { Html, html } from './html.ts'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; font: inherit; }
button, input { font: inherit; padding: .4rem .8rem; }
`

/** Scripts of this server alone, which talk to it alone; no page shows this one within itself. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SIGN_ON = html`<button id="sign-on">Single sign-on</button>`

const PAGES = {
  '/sign-in': {
    title: 'Sign in',
    body: ({ identityProvider }: Desk) =>
      html`<p><button id="sign-in">Sign in with your passkey</button> ${identityProvider === undefined ? '' : SIGN_ON} <button id="sign-out">Sign out</button></p>`,
  },
  '/enrol': {
    title: 'Your passkey',
    body: () => html`<p>Somebody invited you to make a passkey: with it you sign in, and sign what you agree to. It stays with you.</p>
<p><label>What you call it <input id="label" maxlength="100" placeholder="laptop"></label></p>
<p><button id="enrol">Make your passkey</button></p>`,
  },
  '/sign': {
    title: 'Read and sign',
    body: () => html`<pre id="text"></pre>
<p><label id="words" hidden>In your words <input id="reason" maxlength="1800"></label></p>
<p><button id="sign" disabled>Sign this with your passkey</button></p>`,
  },
} as const

const BUNDLE = join(
  dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser')),
  '../dist/bundle/index.umd.min.js',
)
const SCRIPTS = {
  '/webauthn/browser.js': BUNDLE,
  '/webauthn/page.js': join(import.meta.dirname, 'sign-in-page.js'),
} as const

/** The pages on which people sign in, make their passkeys and sign with them, and the scripts of these. */
export const signInRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    for (const [path, { title, body }] of Object.entries(PAGES)) {
      const page = render(title, body(desk))
      const schema = {
        summary: `A page: ${title}`,
        produces: ['text/html'],
        response: { 200: Type.String({ description: 'One page of HTML.' }) },
      }
      app.get(path, { schema }, async (_request, reply) =>
        reply
          .headers({ 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' })
          .type('text/html; charset=utf-8')
          .send(page),
      )
    }
    for (const [path, file] of Object.entries(SCRIPTS)) {
      const script = readFileSync(file, 'utf8')
      const schema = {
        summary: 'A script of these pages',
        produces: ['text/javascript'],
        response: { 200: Type.String({ description: 'JavaScript.' }) },
      }
      app.get(path, { schema }, async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
    }
    done()
  }

const render = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Countersign: ${title}</title>
<style>${new Html(STYLE)}</style>
<script src="/webauthn/browser.js" defer></script>
<script src="/webauthn/page.js" defer></script>
</head>
<body>
<h1>${title}</h1>
${body}
<p id="said" role="status"></p>
</body>
</html>
`.text
