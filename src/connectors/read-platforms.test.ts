import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../../test/support/temp-dir.ts'
import { type Environment, readerOf } from '../foundation/settings/environment.ts'
import { readPlatforms } from './read-platforms.ts'

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`

/** Reads a file of platforms with this text. Problems lose the folder of their file. */
function read(t: TestContext, text: string, env: Environment = {}) {
  const folder = tempDir(t)
  const file = join(folder, 'platforms.yaml')
  writeFileSync(file, text)
  const problems: string[] = []
  const platforms = readPlatforms(file, readerOf(env, problems), problems, 'https://platform.example/countersign')
  return { platforms, problems: problems.map((problem) => problem.replace(`${folder}/`, '')) }
}

const shop = `platforms:
  shop-eu:
    connector: webhook
    url: https://shop.example/countersign
`

test('a platform is read from file, its secret from the environment', (t) => {
  const { platforms, problems } = read(t, shop, { COUNTERSIGN_PLATFORM_SHOP_EU_SECRET: SECRET })
  assert.deepEqual(problems, [])
  assert.deepEqual(
    platforms.map(({ name, kind, settings, secrets }) => [name, kind.kind, settings, secrets]),
    [['shop-eu', 'webhook', { url: 'https://shop.example/countersign' }, { SECRET }]],
  )
})

test('every problem of the file of platforms names its place', (t) => {
  const broken = `platforms:
  Shop:
    connector: webhook
    url: https://shop.example/countersign
  default:
    connector: webhook
    url: ftp://shop.example
  game:
    connector: webhook
    secret: ${SECRET}
`
  const { problems } = read(t, broken)
  assert.deepEqual(problems, [
    'platforms.yaml:3:5: "Shop" is no name of a platform: small letters, digits and hyphens, at most 30, beginning with a letter',
    'platforms.yaml:6:5: "default" is the platform of COUNTERSIGN_PLATFORM_URL',
    'platforms.yaml:7:10: must be an address such as https://platform.example',
    'platforms.yaml:9:5: lacks url (must be an address such as https://platform.example)',
    'platforms.yaml:10:5: unknown key "secret"; known here: connector, url',
  ])
  assert.deepEqual(read(t, shop).problems, [
    'COUNTERSIGN_PLATFORM_SHOP_EU_SECRET is missing, and the platform shop-eu needs it.',
  ])
  assert.match(read(t, shop, { COUNTERSIGN_PLATFORM_SHOP_EU_SECRET: 'x' }).problems.join(), /must be whsec_/)
})

test('a platform of an unknown kind is refused with known kinds', (t) => {
  const { platforms, problems } = read(t, 'platforms: { shop: { connector: telnet } }')
  assert.deepEqual(platforms, [])
  assert.match(problems.join(), /platforms\.yaml:1:\d+: must be one of webhook/)
})

test('a password that its fingerprint would reveal is refused', (t) => {
  const text = 'platforms: { pds: { connector: atproto, pds: "https://pds.example" } }'
  const problemsOf = (password: string) => read(t, text, { COUNTERSIGN_PLATFORM_PDS_PASSWORD: password }).problems
  assert.deepEqual(problemsOf('a'.repeat(24)), [])
  assert.match(problemsOf('a'.repeat(23)).join(), /COUNTERSIGN_PLATFORM_PDS_PASSWORD.*at least 24 characters/)
})

test('settings and secrets that work together are set together', (t) => {
  const did = 'did:web:desk.example'
  const problemsOf = (settings: string, env: Environment = {}) =>
    read(t, `platforms: { net: { connector: atproto, ${settings} } }`, env).problems
  const LABELER_KEY = { COUNTERSIGN_PLATFORM_NET_LABELER_KEY: 'a'.repeat(64) }
  assert.deepEqual(problemsOf(`labeler: "${did}", reportKey: key_1`, LABELER_KEY), [])
  const all =
    'labeler in the file of platforms and reportKey in the file of platforms and COUNTERSIGN_PLATFORM_NET_LABELER_KEY'
  assert.deepEqual(problemsOf(`labeler: "${did}"`, LABELER_KEY), [
    `The platform net lacks reportKey in the file of platforms. Set ${all}, or none of them.`,
  ])
  const zero = { COUNTERSIGN_PLATFORM_NET_LABELER_KEY: '0'.repeat(64) }
  assert.match(problemsOf(`labeler: "${did}", reportKey: key_1`, zero).join(), /COUNTERSIGN_PLATFORM_NET_LABELER_KEY/)
  assert.match(problemsOf('plc: "https://plc.example"', LABELER_KEY).join(), /^The platform net lacks labeler in/)
})

test('two platforms at one origin are refused by their names', (t) => {
  const problemsOf = (url: string, other = 'https://other.example/') =>
    read(t, `platforms: { a: { connector: webhook, url: "${url}" }, b: { connector: webhook, url: "${other}" } }`, {
      COUNTERSIGN_PLATFORM_A_SECRET: SECRET,
      COUNTERSIGN_PLATFORM_B_SECRET: SECRET,
    }).problems
  assert.deepEqual(problemsOf('https://shop.example/'), [])
  for (const url of ['https://other.example/x', 'https://OTHER.example:443', 'https://other.example./'])
    assert.match(problemsOf(url).join(), /^The platforms a and b are both at https:\/\/other\.example\. Each needs/)
  assert.match(problemsOf('https://platform.example/elsewhere').join(), /^The platforms default and a are both at/)
  assert.deepEqual(problemsOf('https://other.example:8443/'), [])
})
