import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { ROUTES } from '../../src/app/http/routes.ts'
import { listCoopTypes } from '../../src/connectors/open-platforms.ts'
import { readPlatforms } from '../../src/connectors/read-platforms.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { readerOf } from '../../src/foundation/settings/environment.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { givenPlatform } from '../support/platforms.ts'
import { startTestDesk } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'

const run = promisify(execFile)
const GUIDE = readFileSync('docs/how-to/from-coop.md', 'utf8')
const blocksOf = (language: string): string[] =>
  [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block)
const [MAKE_KEY = '', EXPORTS = '', ADD_KEY = '', REQUESTS = ''] = blocksOf('sh')

test('the commands of the Coop guide lead to a platform that reports', async (t) => {
  const folder = tempDir(t)
  await run('bash', ['-euc', MAKE_KEY], { cwd: folder })
  assert.match(readFileSync(join(folder, 'coop-public-key.pem'), 'utf8'), /^-----BEGIN PUBLIC KEY-----/)
  writeFileSync(join(folder, 'platforms.yaml'), blocksOf('yaml').join(''))
  const [, keyFile = ''] = /^export COUNTERSIGN_PLATFORM_FORUM_SIGNING_KEY_FILE=(\S+)$/m.exec(EXPORTS) ?? []
  const env = { COUNTERSIGN_PLATFORM_FORUM_SIGNING_KEY_FILE: join(folder, keyFile) }
  const problems: string[] = []
  const platforms = readPlatforms(join(folder, 'platforms.yaml'), readerOf(env, problems), problems)
  assert.deepEqual(problems, [])
  const [forum] = platforms
  const { actions } =
    forum?.kind.open(forum.settings, forum.secrets, { now: () => new Date(), allowPrivate: [] }).guarantees() ?? {}
  assert.deepEqual(actions, { account: ['warn', 'suspend', 'deactivate'], content: ['hide', 'remove'] })

  const { desk, app } = await startTestDesk(t, { routes: ROUTES, coop: listCoopTypes(platforms) })
  await givenPlatform(desk.db, 'forum')
  const [, scopes = ''] = /--scope ([a-z ]+) --platform forum$/m.exec(ADD_KEY) ?? []
  const given = { name: 'forum', scopes: scopes.split(' ') as ('report' | 'facts' | 'appeals')[], platform: 'forum' }
  const { key } = await addKey({ db: desk.db }, given, DESK)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const commands = REQUESTS.replaceAll('https://desk.example', url)
  const { stdout } = await run('bash', ['-euc', commands], { env: { ...process.env, DESK_KEY: key } })
  assert.match(stdout, /^\{"reportId":"rep_\d+"\}/)
  assert.match(stdout, /"policies":\[\{"id":/)
  const { rows } = await desk.db.query<{ handle: string }>({ text: 'select handle from account', values: [] })
  assert.deepEqual(rows, [{ handle: 'old_tunes' }])
})
