import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { type GivenStaff, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { caseRoutes } from '../../review/case/case-routes.ts'
import { moveRoutes } from '../queue/move-routes.ts'
import { listRoutes } from '../list/list-routes.ts'
import { queueRoutes } from '../queue/routes.ts'
import { storeVendorPlaces } from './vendor-places.ts'

test("people of a vendor site see only their site's cases", async (t) => {
  const { desk, app } = await startTestDesk(t, { routes: [queueRoutes, listRoutes, moveRoutes, caseRoutes] })
  const { db } = desk
  // It stores the places of its policies when it begins.
  await app.ready()
  await storeVendorPlaces(db, [
    { employer: 'Northwind', site: 'Porto' },
    { employer: 'Southwind', site: null },
  ])
  const accountId = await givenAccount(db)
  const plain = await givenCase(db, { accountId })
  const north = await givenCase(db, { accountId, employer: 'Northwind' })
  const porto = await givenCase(db, { accountId, employer: 'Northwind', site: 'Porto' })
  const south = await givenCase(db, { accountId, employer: 'Southwind' })
  const send = async (token: string, method: 'GET' | 'POST', url: string) => {
    const answer = await app.inject({ method, url, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
  }
  const all = [plain, north, porto, south]
  const check = async (given: GivenStaff, seen: readonly string[]) => {
    const { token } = await givenStaff(db, { onShift: true, ...given })
    const { body } = await send(token, 'GET', '/v1/cases')
    assert.deepEqual(
      body.items.map(({ id }: { id: string }) => id),
      seen,
    )
    const opened = []
    for (const id of all) if ((await send(token, 'GET', `/v1/cases/${id}`)).status === 200) opened.push(id)
    assert.deepEqual(opened, seen)
    const got = []
    for (let index = 0; index < 2; index++) {
      const next = await send(token, 'POST', '/v1/cases/claim-next')
      if (next.status === 200) got.push(next.body.id)
    }
    assert.deepEqual(got.sort(), seen.slice(0, 2))
    for (const id of got) await send(token, 'POST', `/v1/cases/${id}/claim/release`)
  }
  await check({ employer: 'Northwind', site: 'Porto' }, [north, porto])
  await check({ employer: 'Southwind', site: 'Manila' }, [south])
  await check({ employer: 'Example', site: 'Porto' }, [plain])
  await check({ employer: 'Northwind', site: 'Dublin' }, [plain, north])
  await storeVendorPlaces(db, [])
  await check({ employer: 'Southwind' }, [plain, south])
})
