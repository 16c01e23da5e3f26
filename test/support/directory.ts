import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import { findProblems } from './changes.ts'
import { givenKey } from './people.ts'
import { bearer, startTestDesk, type TestDeskOptions } from './server.ts'

/** The parts of a SCIM answer that tests read. */
export interface ScimAnswer {
  status: number
  type: string
  location: unknown
  body: Record<string, unknown> & { id?: string; Resources?: Record<string, unknown>[]; totalResults?: number }
}

/** A desk, and a directory that provisions its people over SCIM. */
export async function startDirectory(t: TestContext, options: TestDeskOptions = {}) {
  const test = await startTestDesk(t, { routes: ROUTES, ...options })
  const { db } = test.desk
  const key = await givenKey(db, ['scim'])
  const scim = async (route: string, body?: unknown, token = key.token): Promise<ScimAnswer> => {
    const [method, url = ''] = route.split(' ')
    const headers = { ...bearer(token), ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }) }
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const answer = await test.app.inject({ method: method as 'GET', url: `/scim/v2${url}`, headers, ...payload })
    const { location, 'content-type': type } = answer.headers
    return { status: answer.statusCode, type: String(type), location, body: answer.body === '' ? {} : answer.json() }
  }
  const patch = (url: string, ...Operations: object[]) =>
    scim(`PATCH ${url}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
  /** Adds a person; returns their ids in the directory and at the desk. */
  const join = async (userName: string, more: object = {}) => {
    const id = String((await scim('POST /Users', { userName, ...more })).body.id)
    const { rows } = await db.query<{ staffId: string }>(sql`
      select staff_id as "staffId" from directory_person where id = ${id}`)
    return { id, staffId: rows[0]?.staffId ?? '' }
  }
  const staff = async (staffId: string) => {
    const { rows } = await db.query<{
      pseudonym: string
      name: string
      roles: string[]
      ended: boolean
      team: string
    }>(sql`
      select pseudonym, name, roles, ended_at is not null as ended, team from staff where id = ${staffId}`)
    return rows[0]
  }
  return { ...test, db, key, scim, patch, join, staff, findProblems: () => findProblems(db) }
}
