import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { api, type Reply, unwrap } from '../api/client.ts'

type Act = 'agree' | 'confirm' | 'resume' | 'reinstate' | 'change_agree' | 'freeze_extend' | 'restore_second'

/**
 * Has one's own passkey sign exactly what the desk says would be done. Of an invented person, in a demo, the software key
 * that the demo keeps for them signs; whether this is one, the desk alone knows.
 */
export async function sign(act: Act, about: string) {
  const { signingId, options } = await unwrap(api.POST('/v1/signings', { body: { act, about } }))
  const demo = await api.GET('/v1/demo/people')
  if (demo.response.ok) return unwrap(api.POST('/v1/demo/sign', { body: { signingId } }))
  const { id, response } = await startAuthentication({ optionsJSON: toOptions(options) })
  const { clientDataJSON, authenticatorData, signature } = response
  return { signingId, credentialId: id, clientDataJSON, authenticatorData, signature }
}

type Options = Reply<'/v1/signings', 'post'>['options']

const toOptions = ({ allowCredentials, ...options }: Options): PublicKeyCredentialRequestOptionsJSON => ({
  ...options,
  allowCredentials: allowCredentials.map(({ id, type }) => ({ id, type })),
})
