import type { ReadBack } from '@countersign/platform-kit'
import type { Connector } from '../../foundation/connector/connector.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import type { Subject } from '../../foundation/domain.ts'
import { didOf } from '../../foundation/atproto/at-uri.ts'
import type { XrpcService } from './network/call-xrpc.ts'
import { type Network, requireAdministered } from './network/open-network.ts'
import { hashBlob, readBlob } from './read-blob.ts'
import { readFacts, readReach } from './read-facts.ts'
import { readProfile, readRecentPosts } from './read-profile.ts'
import { readThread } from './read-thread.ts'
import { applyStatus, readStatus, stateOf } from './subject-status.ts'
import { addressOf, visitSubject } from './visit-subject.ts'

/** The time after which an unanswered call to a PDS has acted or never does: its own requests end before. */
const LATE_MS_MAX = 60_000

/** The guarantees of a PDS: it takes down, gives back and tells its state. The desk does the rest by itself. */
const PDS_GUARANTEES: Guarantees = {
  ...{ fences: false, readsBack: true, reverts: false, holds: false, verifies: false, lateMsMax: LATE_MS_MAX },
  actions: { account: ['suspend', 'deactivate'], content: ['hide', 'remove'] },
}
/** Without a PDS to administer the desk takes nothing down. */
const READING_ONLY: Guarantees = { ...PDS_GUARANTEES, actions: { account: [], content: [] } }

/** Moderates the accounts and records of a PDS through its administration, and reads those of the whole network. */
export function atprotoConnector(network: Network): Connector {
  const mayTakeDown = network.administered?.authorization !== undefined
  const withPds = async <T>(subject: Subject, read: (pds: XrpcService) => Promise<T>): Promise<T | undefined> => {
    const did = didOf(subject)
    const pds = did === undefined ? undefined : await network.findPds(did)
    return pds && read(pds)
  }
  return {
    guarantees: () => (mayTakeDown ? PDS_GUARANTEES : READING_ONLY),
    capabilities: async () => ({
      name: 'AT Protocol',
      subjects: ['account', 'content'],
      absentFacts: ['verified', 'tags', ...(network.appView ? [] : (['reach', 'items'] as const)), 'bioDomains'],
      accountReads: ['profile', 'recent_posts'],
    }),
    facts: (subject) => readFacts(network, subject),
    profile: (account) => readProfile(network, account),
    recentPosts: (account) => readRecentPosts(network, account),
    thread: (content, page) => readThread(network, content, page),
    media: (subject, reference, limit) => withPds(subject, (pds) => readBlob(pds, subject, reference, limit?.bytesMax)),
    hashMedia: (subject, reference) => withPds(subject, (pds) => hashBlob(pds, subject, reference)),
    apply: async (instruction) => applyStatus(requireAdministered(network), instruction, network.now),
    readBack: (subject) => readState(network, subject),
    visit: async (_address, subject) => (await withPds(subject, (pds) => visitSubject(pds, subject))) ?? 'unknown',
  }
}

/** Reads the state of a subject. Without a PDS to administer every subject is as its PDS shows it. */
async function readState(network: Network, subject: Subject): Promise<ReadBack | undefined> {
  const did = didOf(subject)
  const pds = did === undefined ? undefined : await network.findPds(did)
  if (did === undefined || pds === undefined) return undefined
  const status =
    pds.authorization === undefined ? { isTakenDown: false, generation: 0 } : await readStatus(pds, subject)
  if (status === undefined) return undefined
  return {
    subject,
    state: stateOf(subject, status.isTakenDown),
    generation: status.generation,
    reach: subject.kind === 'account' ? await readReach(network, did) : 'absent',
    address: addressOf(pds, subject),
    readAt: network.now().toISOString(),
  }
}
