import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertKind } from '../../src/policy/stage/alert-kinds.ts'
import { ALERT_KINDS } from '../../src/app/alert-kinds.ts'
import { LANGUAGES } from '../../src/foundation/messages/render-message.ts'
import type { Message } from '../../src/foundation/outgoing/outbox.ts'
import { CONSOLE_PAGES } from '../../src/app/http/console-pages.ts'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { EVENT_KINDS } from '../../src/oversight/events/desk-event.ts'
import * as templates from '../../src/oversight/notifications/message.ts'

const ORIGIN = 'https://desk.example'
/** Text that an attacker writes into a reason, a name or an address so that readers press it. */
const BAIT = [
  'https://evil.example/approve?enforcement=enf_1',
  'evil.example/approve',
  'www.evil.example',
  'evil.example',
  '[Approve](https://evil.example)',
  '<https://evil.example|Approve>',
  'mailto:stop@evil.example',
  'javascript://evil.example/%0aalert(1)',
  'bücher.example',
].join(' ')
const KINDS = Object.keys(ALERT_KINDS) as AlertKind[]
const AT = new Date('2026-11-01T03:00:00Z')

function* alerts(): Generator<Message> {
  for (const kind of KINDS) {
    for (const [enforcementId, driftId] of [
      [null, null],
      ['enf_1', null],
      ['enf_1', 'drift_1'],
    ] as const) {
      for (const isProtected of [true, false]) {
        for (const drill of [true, false]) {
          const about = { id: 7, kind, enforcementId, driftId, protected: isProtected, drill, to: 'lead', at: AT }
          for (const language of LANGUAGES)
            yield templates.messageOfAlert(
              { ...about, subject: 'account:vale', why: `Frozen because ${BAIT}` },
              ALERT_KINDS[kind],
              ORIGIN,
              { language },
            )
        }
      }
    }
  }
}

/** Every template there is, with everything that it may be given. A new one is not in the table, and the test says so. */
const EVERY: Record<keyof typeof templates, () => Iterable<Message>> = {
  messageOfAlert: alerts,
  testMessage: () =>
    LANGUAGES.map((language) => templates.testMessage({ id: 7, madeAt: AT }, BAIT, ORIGIN, { language })),
  eventMessage: () =>
    [...EVENT_KINDS, 'stale' as const].map((kind) =>
      templates.eventMessage(7, { kind, id: 'enf_1', number: 7, at: AT.toISOString() }, ORIGIN),
    ),
  digestMessage: () =>
    LANGUAGES.map((language) =>
      templates.digestMessage(
        { id: 7, madeAt: AT },
        KINDS.map((kind) => ({ kind, count: 2 })),
        ORIGIN,
        { language },
      ),
    ),
}

/** Lists everything that a mail program, a chat or a machine could take for an address in what is sent. */
function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/\S*(?:\/\/|[\p{L}\p{N}-]\.\p{L}{2}|mailto:)\S*/gu) ?? []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(addressesIn)
}

const isPage = (path: string): boolean =>
  CONSOLE_PAGES.some((page) => new RegExp(`^${page.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))

test('no alert and no mail carries a link that acts', () => {
  assert.deepEqual(Object.keys(EVERY).sort(), Object.keys(templates).sort(), 'every template is walked')
  for (const message of Object.values(EVERY).flatMap((make) => [...make()])) {
    const { title, text, link, data } = message
    assert.deepEqual([title, text].flatMap(addressesIn), [], message.id)
    assert.deepEqual(
      addressesIn(data).filter((address) => address !== link),
      [],
      message.id,
    )
    const { origin, pathname, search, hash, username } = new URL(link)
    assert.deepEqual([origin, search, username], [ORIGIN, '', ''], 'it leads to the desk and carries no token')
    assert.ok(isPage(pathname), `${pathname} is a page that shows something`)
    assert.equal(RIGHTS[`POST ${pathname}`], undefined)
    assert.match(hash, /^(#[a-z0-9_-]+)?$/)
  }
})
