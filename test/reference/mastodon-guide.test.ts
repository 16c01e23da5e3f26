import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { listWebhooks } from '../../src/connectors/open-platforms.ts'
import { readPlatforms } from '../../src/connectors/read-platforms.ts'
import { readerOf } from '../../src/foundation/settings/environment.ts'
import { DESK_SCOPES } from '../support/mastodon/mastodon-data.ts'
import { tempDir } from '../support/temp-dir.ts'

const GUIDE = readFileSync('docs/how-to/mastodon.md', 'utf8')
const blocksOf = (language: string): string[] =>
  [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block)
const [FIRST = '', WITH_WEBHOOK = ''] = blocksOf('yaml')

const tokenAlone = ({ COUNTERSIGN_PLATFORM_SOCIAL_TOKEN_FILE = '' }) => ({ COUNTERSIGN_PLATFORM_SOCIAL_TOKEN_FILE })

/** Reads a file of platforms of the guide, with its variables leading to files of this test. */
function readGuide(t: Parameters<typeof tempDir>[0], yaml: string, change = (env: Record<string, string>) => env) {
  const folder = tempDir(t)
  const file = join(folder, 'platforms.yaml')
  writeFileSync(file, yaml)
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'a-secret-of-twenty-or-more-characters\n')
  const names = [
    ...blocksOf('sh')
      .join('')
      .matchAll(/^export (COUNTERSIGN_PLATFORM_\w+_FILE)=/gm),
  ].map(([, name = '']) => name)
  const env = change(Object.fromEntries(names.map((name) => [name, secret])))
  const problems: string[] = []
  return { platforms: readPlatforms(file, readerOf(env, problems), problems), problems }
}

test('the settings of the Mastodon guide are accepted as they stand', (t) => {
  const { platforms, problems } = readGuide(t, WITH_WEBHOOK)
  assert.deepEqual(problems, [])
  const secrets = ['a-secret-of-twenty-or-more-characters']
  assert.deepEqual([...listWebhooks(platforms)], [['social', { secrets, keyId: 'key_12' }]])
})

test('a Mastodon server without its secrets is refused by name', (t) => {
  assert.match(readGuide(t, WITH_WEBHOOK, () => ({})).problems.join(), /COUNTERSIGN_PLATFORM_SOCIAL_TOKEN is missing/)
  assert.match(
    readGuide(t, WITH_WEBHOOK, tokenAlone).problems.join(),
    /platform social lacks COUNTERSIGN_PLATFORM_SOCIAL_WEBHOOK_SECRET. Set webhookKey in the file of platforms and/,
  )
})

test('the first step of the Mastodon guide needs the access token alone', (t) => {
  const { platforms, problems } = readGuide(t, FIRST, tokenAlone)
  assert.deepEqual(problems, [])
  assert.deepEqual(
    platforms.map(({ name }) => name),
    ['social'],
  )
  assert.deepEqual([...listWebhooks(platforms)], [])
})

test('the Mastodon guide names the scopes and the address of the desk', () => {
  for (const scope of DESK_SCOPES) assert.ok(GUIDE.includes(`| \`${scope}\``), scope)
  assert.ok(GUIDE.includes('https://desk.example/v1/platforms/social/mastodon-events'))
  assert.equal(RIGHTS['POST /v1/platforms/:platform/mastodon-events'], 'anyone')
})
