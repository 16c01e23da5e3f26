import { recordOf } from '../../foundation/atproto/at-uri.ts'
import type { Visit } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { sendXrpc, type XrpcService } from './network/call-xrpc.ts'

/** The errors with which a PDS tells a visitor that nothing is shown. */
const NOT_SHOWN = /"error":"(?:RepoTakendown|RepoNotFound|RecordNotFound)"/
const ANSWER_CHARS_MAX = 2_000

/** Returns the public address of a subject at its PDS. */
export function addressOf(pds: XrpcService, subject: Subject): string {
  const { method, params } = visitCall(subject)
  return `${pds.url}/xrpc/${method}?${new URLSearchParams(params)}`
}

/** Opens a subject as a visitor without an account. A PDS refuses what it doesn't show with 400 and a name. */
export async function visitSubject({ url, fetch }: XrpcService, subject: Subject): Promise<Visit> {
  try {
    const response = await sendXrpc({ url, fetch }, visitCall(subject))
    if (response.ok) {
      await response.body?.cancel()
      return 'shown'
    }
    return NOT_SHOWN.test((await response.text()).slice(0, ANSWER_CHARS_MAX)) ? 'not_shown' : 'unknown'
  } catch {
    return 'unknown'
  }
}

function visitCall(subject: Subject): { method: string; params: Record<string, string> } {
  const at = recordOf(subject)
  if (at === undefined) return { method: 'com.atproto.repo.describeRepo', params: { repo: subject.id } }
  const params = { repo: at.did, collection: at.collection, rkey: at.rkey }
  return { method: 'com.atproto.repo.getRecord', params }
}
