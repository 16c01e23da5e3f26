import type { TestContext } from 'node:test'
import { startLyingProvider } from '../support/lying-provider.ts'
import { startSaml } from '../support/saml-sign-on.ts'
import { startSignOn } from '../support/sign-on.ts'
import { checkAnswers } from './ask-operation.ts'

/** Signs a person in through an identity provider, which then announces that they signed out. */
export async function signOnOnce(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const provider = await startLyingProvider(t)
  const desk = await startSignOn(t, provider.identityProvider)
  await checkAnswers(desk, answered, repeated)
  const { staffId } = await desk.join('ana', { externalId: 'x-1' })
  await desk.giveRole(staffId)
  const { url, cookie } = await desk.begin()
  await desk.comeBack(provider.visit(url, {}), cookie)
  const payload = new URLSearchParams({ logout_token: await provider.logoutToken({}) }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  await desk.app.inject({ method: 'POST', url: '/v1/sign-on/logout', headers, payload })
}

/** Signs a person in by SAML. */
export async function signOnBySaml(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const desk = await startSaml(t)
  await checkAnswers(desk, answered, repeated)
  await desk.join('ana', { externalId: 'x-1' })
  await desk.app.inject({ url: '/v1/sign-on/saml/metadata' })
  await desk.come()
}
