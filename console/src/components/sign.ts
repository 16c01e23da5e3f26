import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { api, type paths, type Reply, unwrap } from '../api/client.ts'

type Signing = paths['/v1/signings']['post']['requestBody']['content']['application/json']
/** An act that is signed with a passkey. */
export type Act = Signing['act']
export type Signature = Awaited<ReturnType<typeof signPrepared>>
/** A prepared signing: usable once, within five minutes. */
export type Prepared = Reply<'/v1/signings', 'post'>

/** Signs exactly the act that the desk states, with the caller's passkey. */
export const sign = async (act: Act, about: string) => signPrepared(await prepare(act, about))

export const prepare = (act: Act, about: string, more: Omit<Signing, 'act' | 'about'> = {}): Promise<Prepared> =>
  unwrap(api.POST('/v1/signings', { body: { act, about, ...more } }))

type Proposal = paths['/v1/proposal-signings']['post']['requestBody']['content']['application/json']

/** Signs the caller's proposal against a protected account with their passkey. */
export const signProposal = async (wish: Proposal): Promise<Signature> =>
  signPrepared(await unwrap(api.POST('/v1/proposal-signings', { body: wish })))

/** Signs the caller's own enforcement with their passkey, which the desk requires before it asks approvers. */
export async function signOwn(enforcementId: string): Promise<void> {
  const signature = await sign('propose', enforcementId)
  await unwrap(
    api.POST('/v1/enforcements/{enforcementId}/sign', { params: { path: { enforcementId } }, body: { signature } }),
  )
}

/**
 * Signs a prepared act. In a demo, the software key that the demo stores for an invented person signs; only the desk
 * knows whether this is one.
 */
export async function signPrepared({ signingId, options }: Prepared) {
  const demo = await api.GET('/v1/demo/people')
  if (demo.response.ok) return unwrap(api.POST('/v1/demo/sign', { body: { signingId } }))
  const { id, response } = await startAuthentication({ optionsJSON: toOptions(options) })
  const { clientDataJSON, authenticatorData, signature } = response
  return { signingId, credentialId: id, clientDataJSON, authenticatorData, signature }
}

const toOptions = ({ allowCredentials, ...options }: Prepared['options']): PublicKeyCredentialRequestOptionsJSON => ({
  ...options,
  allowCredentials: allowCredentials.map(({ id, type }) => ({ id, type })),
})
