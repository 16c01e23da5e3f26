import type { TestContext } from 'node:test'
import { startDirectory } from './directory.ts'
import { answerSaml, openSaml, type Said } from './saml-provider.ts'

const FOREIGN = { origin: 'https://id.example', 'sec-fetch-site': 'cross-site' }

/** A desk with a directory and a SAML provider, which a browser visits. */
export async function startSaml(t: TestContext, options: { linkAttribute?: string; driven?: boolean } = {}) {
  const { linkAttribute, ...more } = options
  const desk = await startDirectory(t, { saml: openSaml(linkAttribute), ...more })
  const { app } = desk
  const begin = async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/sign-on/begin' })
    const header = String(answer.headers['set-cookie'])
    return { url: String(answer.json().url), header, cookie: header.split(';')[0] ?? '' }
  }
  const metadata = await app.inject('/v1/sign-on/saml/metadata')
  /** Brings a form back, as the provider's page does. */
  const send = async (form: Record<string, string>, cookie: string) => {
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded', ...FOREIGN }
    const payload = new URLSearchParams(form).toString()
    const answer = await app.inject({ method: 'POST', url: '/v1/sign-on/saml', headers, payload })
    const cookies = [answer.headers['set-cookie'] ?? []].flat()
    return { status: answer.statusCode, body: answer.body, session: cookies.find((each) => /cs_web_/.test(each)) }
  }
  /** Signs in from the beginning, with a provider that says this. */
  const come = async (said: Said = {}) => {
    const { url, cookie } = await begin()
    return send(await answerSaml(metadata.body, url, said), cookie)
  }
  const whoIs = async (session: string | undefined) => {
    const answer = await app.inject({ url: '/v1/me', headers: { cookie: session?.split(';')[0] ?? '' } })
    return answer.statusCode === 200 ? answer.json().id : answer.statusCode
  }
  const giveRole = (staffId: string) =>
    desk.database.ownerPool.query(`update staff set roles = '{reviewer}' where id = $1`, [staffId])
  return { ...desk, metadata: metadata.body, begin, send, come, whoIs, giveRole }
}
