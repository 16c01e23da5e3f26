import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../desk.ts'
import { html } from './html.ts'
import { PAGE_HEADERS, renderPage, WEBAUTHN_BUNDLE } from './web-page.ts'

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

const SCRIPTS = {
  '/webauthn/browser.js': WEBAUTHN_BUNDLE,
  '/webauthn/page.js': join(import.meta.dirname, 'sign-in-page.js'),
} as const

/** The pages on which people sign in, make their passkeys and sign with them, and the scripts of these. */
export const signInRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    for (const [path, { title, body }] of Object.entries(PAGES)) {
      const page = renderPage(title, body(desk), Object.keys(SCRIPTS))
      const schema = {
        summary: `A page: ${title}`,
        produces: ['text/html'],
        response: { 200: Type.String({ description: 'One page of HTML.' }) },
      }
      app.get(path, { schema }, async (_request, reply) =>
        reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page),
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
