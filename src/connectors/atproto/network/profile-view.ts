import { type Static, Type } from 'typebox'
import { callXrpc, failRefused, isRefusal, type XrpcService } from './call-xrpc.ts'

const METHOD = 'app.bsky.actor.getProfile'

/** Reads the profile at the AppView. Undefined: it shows none, as for an account that was taken down. */
export async function readProfileView(appView: XrpcService, did: string): Promise<ProfileView | undefined> {
  const answer = await callXrpc(appView, { method: METHOD, params: { actor: did } }, ViewAnswer)
  if (isRefusal(answer)) return answer.status === 400 ? undefined : failRefused(METHOD, answer)
  return answer.did === did ? answer : undefined
}

/** An account as the AppView shows it. */
export type ProfileView = Static<typeof ViewAnswer>

const Count = Type.Optional(Type.Integer({ minimum: 0 }))
const ViewAnswer = Type.Object({
  did: Type.String(),
  handle: Type.String(),
  displayName: Type.Optional(Type.String()),
  followersCount: Count,
  postsCount: Count,
  createdAt: Type.Optional(Type.String()),
})
