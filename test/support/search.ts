import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'
import { searchRoutes } from '../../src/review/search/routes.ts'
import { givenCase } from './cases.ts'
import { type GivenStaff, givenStaff } from './people.ts'
import { bearer, startTestDesk } from './server.ts'

const PAGES_MAX = 300

/** Starts a desk to be searched, by a person on shift unless another is named. */
export async function startSearch(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: [searchRoutes] })
  const { token } = await givenStaff(desk.db, { onShift: true })
  const search = async (kind: string, q: string, { as = token, more = '' } = {}) => {
    const why = kind === 'account' ? '&reason=asked' : ''
    const url = `/v1/search?kind=${kind}&q=${encodeURIComponent(q)}${why}${more}`
    const answer = await app.inject({ method: 'GET', url, headers: bearer(as) })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }
  const reviewer = async (given: GivenStaff) => (await givenStaff(desk.db, { onShift: true, ...given })).token
  /** The ids of all pages, in their order. */
  const find = async (kind: string, q: string, { as = token, limit = 50 } = {}) => {
    const ids: string[] = []
    for (let cursor = '', pages = 0; pages < PAGES_MAX; pages++) {
      const { status, body, text } = await search(kind, q, { as, more: `&limit=${limit}${cursor}` })
      assert.equal(status, 200, text)
      assert.ok(body.items.length <= limit)
      ids.push(...body.items.map((item: { id: string }) => item.id))
      if (body.nextCursor === null) return ids
      cursor = `&cursor=${body.nextCursor}`
    }
    throw new Error(`no end after ${PAGES_MAX} pages`)
  }
  return { db: desk.db, owner: database.ownerPool, search, find, reviewer }
}

/** An account with this handle and name. */
export async function givenNamed(
  db: Pool,
  id: string,
  handle: string,
  name = '',
  isProtected = false,
): Promise<string> {
  await db.query(sql`
    insert into account (id, handle, display_name, reach, reach_counted, protected, source, facts_at)
    values (${id}, ${handle}, ${name}, 31, 31, ${isProtected}, 'test', desk_now())`)
  return id
}

/** Inserts a case about a content with this text, by an unprotected account unless another is given. */
export async function givenPost(db: Pool, id: string, text: string, given: Parameters<typeof givenCase>[1] = {}) {
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values (${id}, ${given.accountId ?? 'somebody'}, 'post', ${text}, 'test', desk_now())`)
  return givenCase(db, { subject: `content:${id}`, ...given })
}

/** A note at a case. */
export const givenNote = (db: Pool, caseId: string, text: string) =>
  db.query(sql`
    insert into case_event (case_id, kind, by, detail)
    values (${caseId}, 'note', 'staff:staff_1', ${JSON.stringify({ text })})`)
