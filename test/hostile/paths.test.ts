import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNeverLimited } from '../../src/app/http/requests/limit-rate.ts'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { startTestDesk } from '../support/server.ts'
import type { ApiDocument } from './api-document.ts'

const ACT = 'an act with rules and a ledger entry of its own, which sets no field'
const ENDS = 'ends an entry with a signature or a reason in the body, which a DELETE has not'
const CEREMONY = 'one of two steps of a ceremony of WebAuthn or OpenID Connect'
const COMPUTES = 'computes an answer from its body and changes nothing'
const FIFO = 'takes the next of a queue: the caller cannot name it'

/** The verbs in addresses, each with the reason that no noun replaces it. */
const VERBS: Readonly<Record<string, string>> = {
  accept: ACT,
  agree: ACT,
  approve: ACT,
  back: ACT,
  begin: CEREMONY,
  'bring-up': ACT,
  'call-off': ACT,
  check: COMPUTES,
  'claim-next': FIFO,
  close: ACT,
  confirm: ACT,
  continue: ACT,
  decline: ACT,
  end: ACT,
  extend: ACT,
  finish: CEREMONY,
  identify: ACT,
  logout: CEREMONY,
  match: COMPUTES,
  next: FIFO,
  pass: ACT,
  postpone: ACT,
  reinstate: ACT,
  release: ACT,
  remove: ENDS,
  renew: ACT,
  replay: COMPUTES,
  restore: ACT,
  restrict: ACT,
  resume: ACT,
  reveal: ACT,
  revoke: ENDS,
  sign: ACT,
  start: ACT,
  stop: ACT,
  'take-over': ACT,
  try: COMPUTES,
  undo: ACT,
  'undo-unconfirmed': ACT,
  withdraw: ACT,
}
/** The words in addresses that name a resource. */
const NOUNS =
  /^(v1|api|scim|xrpc|com\.atproto\.[A-Za-z.]+|\.well-known|did\.json|v2|healthz|readyz|docs|openapi\.json|[A-Z][A-Za-z]+|[a-z]+(-[a-z]+)*s|me|next|case|rota|live|staff|search|history|facts|reporter|document|claim|transfer|translation|answer|appeal|action|withdrawal|conclusion|judgement|statement|preview|interim-measure|drift-detection|export|independent-review|duty|assessment|offer|batch|async|report|receipt|sample|seen|test|secret|demo|people|shift|break|wellbeing|notice|question|name|ledger|verification|automation|media|stream|poster|profile|avatar|thread|restricted|reason|sign-in|sign-out|sign-on|callback|saml|metadata|reachable|unconfirmed|shadow-report|database-recovery)$/

test('API addresses are nouns; each verb among them has its reason', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths } = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  const words = new Set(
    Object.keys(paths).flatMap((path) => path.split('/').filter((word) => word !== '' && !word.startsWith('{'))),
  )
  const verbs = [...words].filter((word) => Object.hasOwn(VERBS, word) || !NOUNS.test(word))
  assert.deepEqual(verbs.sort(), Object.keys(VERBS).sort())
  for (const [path, methods] of Object.entries(paths)) {
    const last = path.split('/').at(-1) ?? ''
    if (Object.hasOwn(VERBS, last)) assert.deepEqual(Object.keys(methods), ['post'], path)
  }
})

test('an operation describes RateLimit headers exactly if it is rate-limited', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths } = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
      const right = RIGHTS[`${method.toUpperCase()} ${url}`]
      const isLimited = right !== 'anyone' && !isNeverLimited(method.toUpperCase(), url)
      for (const [status, { headers = {} }] of Object.entries(responses)) {
        if (status >= '300') continue
        const described = ['RateLimit', 'RateLimit-Policy'].map((name) => Object.hasOwn(headers, name))
        assert.deepEqual(described, [isLimited, isLimited], `${method} ${path} ${status}`)
      }
    }
  }
})
