import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { send } from '../../../test/support/desk-flow.ts'
import { POLICIES } from '../../../test/support/guards.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { adoptDuringSetup } from '../../admin/rule-sets/policies-in-force.ts'

const TEXT = readFileSync(join(POLICIES, 'policies.yaml'), 'utf8')

test('an enforcement keeps the policy version of its decision', async (t) => {
  const working = await startWorkingDesk(t)
  const { db } = working.desk
  const auditor = await givenStaff(db, { roles: ['auditor'], clearances: ['protected'] })
  const propose = async (n: number) => (await working.enforcement({ subject: `account:a${n}`, action: 'suspend' })).id
  const read = async (id: string) => {
    const { status, body } = await send(working, auditor.token, 'GET', `/v1/enforcements/${id}`)
    assert.equal(status, 200, JSON.stringify(body))
    return [body.policyVersion, body.policySince !== null]
  }
  const before = await propose(1)
  await adoptDuringSetup(db, 'policies', TEXT)
  const first = await propose(2)
  await adoptDuringSetup(db, 'policies', `# Reviewed.\n${TEXT}`)
  const second = await propose(3)
  assert.deepEqual(await read(before), [null, false])
  assert.deepEqual(await read(first), [1, true])
  assert.deepEqual(await read(second), [2, true])
})
