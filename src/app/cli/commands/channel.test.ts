import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { givenKey, givenStaff } from '../../../../test/support/people.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { runProgram } from '../program.ts'

test('only an administrator adds, tests and removes an alert channel', async (t) => {
  const database = await freshDatabase(t)
  const [admin, lead] = [
    await givenStaff(database.pool, { roles: ['admin'] }),
    await givenStaff(database.pool, { roles: ['lead'] }),
  ]
  const data = tempDir(t)
  const run = async (token: string | undefined, ...args: string[]) => {
    const out: string[] = []
    const print = (line: string) => void out.push(line)
    const env = { DATABASE_URL: database.url, COUNTERSIGN_DATA: data, ...(token && { COUNTERSIGN_TOKEN: token }) }
    const code = await runProgram(['channel', ...args], { env, print, printError: print })
    return { code, out: out.join('\n') }
  }
  const add = ['add', 'pager', '--kind', 'webhook', '--address', 'https://pager.example/x']
  assert.match((await run(lead.token, ...add)).out, /takes the role admin/)
  assert.match((await run(undefined, ...add)).out, /takes a person/)
  const added = await run(admin.token, ...add)
  assert.equal(added.code, 0, added.out)
  const [, secret = ''] = /(whsec_\S+)/.exec(added.out) ?? []
  const [, id = ''] = /\((ch_\d+)\)/.exec(added.out) ?? []
  const listed = await run(undefined, 'list')
  assert.match(listed.out, /pager\.example +calls +never +well/)
  assert.ok(secret.length > 30 && !listed.out.includes(secret))
  assert.match((await run(admin.token, 'add', 'm', '--kind', 'mail', '--address', 'a@b.example')).out, /no mail server/)
  assert.match((await run(admin.token, 'test', id)).out, /on its way/)
  assert.match((await run(lead.token, 'secret', id, '--reason', 'x')).out, /takes the role admin/)
  const another = await run(admin.token, 'secret', id, '--reason', 'it was in a log')
  assert.match(another.out, /Another person[\s\S]*whsec_/, another.out)
  const key = await givenKey(database.pool, ['events'])
  const follow = [
    'add',
    'wall',
    '--kind',
    'webhook',
    '--address',
    'https://wall.example/',
    '--events',
    'enforcement',
    'case',
  ]
  assert.match((await run(admin.token, ...follow)).out, /keyId must be an active API key/)
  assert.match((await run(admin.token, ...follow, '--api-key', key.id)).out, /is told from now on/)
  assert.match((await run(undefined, 'list')).out, /wall\.example +enforcement case by key_/)
  assert.equal((await run(admin.token, 'remove', id, '--reason', 'the pager moved')).code, 0)
  assert.doesNotMatch((await run(undefined, 'list')).out, /pager/)
})
