import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { ROUTES } from '../../src/app/http/routes.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { loadItems } from '../../src/policy/items/items-file.ts'
import { startTestDesk } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'
import { assertShown, listSteps, readPage } from '../tutorial/tutorial.ts'

const GUIDE = readPage('../how-to/item-types.md')
const [ITEMS = ''] = [...GUIDE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block)
const [, REPORT] = listSteps(GUIDE)

test('the item type and the report of the guide fit each other', async (t) => {
  const file = join(tempDir(t), 'our-items.yaml')
  writeFileSync(file, ITEMS)
  const items = loadItems(file)
  const { desk, app } = await startTestDesk(t, { routes: ROUTES })
  Object.assign(desk, { policies: { ...desk.policies, items } })
  const { key } = await addKey({ db: desk.db }, { name: 'shop', scopes: ['report'] }, DESK)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const { stdout } = await promisify(execFile)('bash', ['-euc', REPORT?.commands ?? ''], {
    env: { PATH: process.env.PATH, KEY: key, DESK: url },
  })
  assertShown(stdout, REPORT?.shown ?? '')
})
