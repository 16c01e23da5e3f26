import { setTimeout as pause } from 'node:timers/promises'
import { BenchError } from '../../bench.ts'
import { HttpConnection } from '../../http-connection.ts'
import type { Account, Network } from './start-network.ts'

export type Kind = 'account' | 'record'

const SEEN_WITHIN_MS = 60_000
/** The pause between two looks: at first as short as a timer allows, later a share of the time waited so far. */
const LOOK_SHARE = 0.02
const LOOK_MS_MIN = 1
/** The errors with which a PDS tells a visitor that nothing is shown. */
const NOT_SHOWN = /"error":"(?:RepoTakendown|RepoNotFound|RecordNotFound)"/

/** A visitor of the PDS without an account, over one open connection. */
export interface Visitor {
  /** Opens an account or its post until it is shown, or not. Returns the time of the first such answer. */
  lookUntil(kind: Kind, account: Account, wanted: 'shown' | 'not shown'): Promise<number>
  close(): void
}

export async function openVisitor({ pds }: Network): Promise<Visitor> {
  const page = await HttpConnection.open(pds)
  return {
    lookUntil: async (kind, account, wanted) => {
      const begun = performance.now()
      for (;;) {
        const answer = await page.send('GET', addressOf(kind, account), '')
        const now = performance.now()
        const seen = answer.status === 200 ? 'shown' : NOT_SHOWN.test(answer.body) ? 'not shown' : undefined
        if (seen === undefined) throw new BenchError(`The PDS answered a visitor ${answer.status}: ${answer.body}`)
        if (seen === wanted) return now
        if (now - begun > SEEN_WITHIN_MS)
          throw new BenchError(`${account.did} was not ${wanted} within ${SEEN_WITHIN_MS} ms.`)
        await pause(Math.max(LOOK_MS_MIN, (now - begun) * LOOK_SHARE))
      }
    },
    close: () => page.close(),
  }
}

function addressOf(kind: Kind, { did, post }: Account): string {
  if (kind === 'account') return `/xrpc/com.atproto.repo.describeRepo?repo=${did}`
  const rkey = post.uri.slice(post.uri.lastIndexOf('/') + 1)
  return `/xrpc/com.atproto.repo.getRecord?repo=${did}&collection=app.bsky.feed.post&rkey=${rkey}`
}
