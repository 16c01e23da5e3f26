import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedPlatform } from '../../../../../test/support/platforms.ts'
import type { Connector } from '../../../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../../../foundation/connector/guarantees.ts'
import { describePlatforms, formatPlatforms } from './describe-platforms.ts'

test('"doctor" names what a platform lacks and whether it answers', async () => {
  const away = namedPlatform('forum', 'http://127.0.0.1:9/')
  const platform: Connector = {
    ...away.kind.open(away.settings, away.secrets, { now: () => new Date(), allowPrivate: [] }),
    guarantees: () => ({ ...EVERY_GUARANTEE, fences: false, verifies: false }),
    capabilities: async () => ({ name: 'shop', subjects: ['account'], absentFacts: [] }),
  }
  const shop = { ...namedPlatform('shop'), kind: { ...away.kind, kind: 'mastodon', open: () => platform } }
  const lines = formatPlatforms(await describePlatforms([away, shop], []))
  assert.deepEqual(lines, [
    'The platform forum (webhook) does not answer: the platform could not be reached.',
    'The platform shop (mastodon) answers.',
    '  It lacks fences: a restore counts only once late calls are over.',
    '  It lacks verifies: it checks no signatures, so a thief of its credentials needs no second person there.',
  ])
})
