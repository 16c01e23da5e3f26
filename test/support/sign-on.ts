import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import type { IdentityProvider } from '../../src/foundation/outgoing/identity-provider.ts'
import { startDirectory } from './directory.ts'

/** A desk, a directory that provisions its people, and a browser that uses single sign-on. */
export async function startSignOn(
  t: TestContext,
  identityProvider: IdentityProvider,
  options: { driven?: boolean } = {},
) {
  const directory = await startDirectory(t, { identityProvider, ...options })
  const { app, database } = directory
  const begin = async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/sign-on/begin' })
    const header = String(answer.headers['set-cookie'] ?? '')
    return { status: answer.statusCode, url: String(answer.json().url), cookie: header.split(';')[0] ?? '', header }
  }
  /** Returns to the desk with the parameters that the provider gave. */
  const comeBack = async (address: string, cookie: string) => {
    const { pathname, search } = new URL(address)
    const answer = await app.inject({ url: `${pathname}${search}`, headers: { cookie } })
    const cookies = [answer.headers['set-cookie'] ?? []].flat()
    const session = cookies.find((each) => /cs_web_/.test(each))
    return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.body, session }
  }
  /** Returns the id of the session's person; without one, the status of the refusal. */
  const whoIs = async (session: string | undefined) => {
    const answer = await app.inject({ url: '/v1/me', headers: { cookie: session?.split(';')[0] ?? '' } })
    return answer.statusCode === 200 ? answer.json().id : answer.statusCode
  }
  const giveRole = (staffId: string) =>
    database.ownerPool.query(sql`update staff set roles = '{reviewer}' where id = ${staffId}`)
  return { ...directory, begin, comeBack, whoIs, giveRole }
}
