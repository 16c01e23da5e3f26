import { isDeepStrictEqual } from 'node:util'
import type { ApplyAnswer, Instruction, ReadBack } from '@countersign/platform-kit'
import { didOf, recordOf } from '../../foundation/atproto/at-uri.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { type Guarantees, NO_GENERATION } from '../../foundation/connector/guarantees.ts'
import { type Subject, UNTOUCHED } from '../../foundation/domain.ts'
import { findSubject, listOrigins } from './find-subject.ts'
import { applyLabels, type Labeling, planLabels, readLabels } from './label-effect.ts'
import type { XrpcService } from './network/call-xrpc.ts'
import { type Network, requireAdministered } from './network/open-network.ts'
import { readReach } from './reads/read-account.ts'
import { hashBlob, readBlob } from './reads/read-blob.ts'
import { readFacts } from './reads/read-facts.ts'
import { readMembers } from './reads/read-members.ts'
import { readProfile, readRecentPosts } from './reads/read-profile.ts'
import { readThread } from './reads/read-thread.ts'
import { versionOf } from './reads/record-values.ts'
import {
  applyStatus,
  RecentStatuses,
  readStatus,
  refuseListAsContent,
  type SubjectStatus,
  stateOf,
} from './subject-status.ts'
import { addressOf, visitSubject } from './visit-subject.ts'

/** The time after which an unanswered call to a PDS has acted or never does: its own requests end before. */
const LATE_MS_MAX = 60_000

/** The guarantees of a PDS: it takes down, gives back and tells its state. The desk does the rest by itself. */
const PDS_GUARANTEES: Guarantees = {
  ...{ fences: false, readsBack: true, reverts: false, holds: false, verifies: false, lateMsMax: LATE_MS_MAX },
  actions: { account: ['suspend', 'deactivate'], content: ['hide', 'remove'] },
  ownActions: false,
}
/** Without a PDS to administer and without a labeler the desk only reads. */
const READING_ONLY: Guarantees = { ...PDS_GUARANTEES, actions: { account: [], content: [] } }
/**
 * The guarantees of a labeler alone. Its labels are in the desk's own database, which refuses an older generation, and
 * every consumer ends a label at its end.
 */
const LABELER_GUARANTEES: Guarantees = { ...READING_ONLY, fences: true, reverts: true, lateMsMax: 0 }

/** Returns the guarantees at a platform: at a PDS those that it gives for every action. */
function guaranteesOf(mayTakeDown: boolean, labeling: Labeling | undefined): Guarantees {
  const { actions, ...given } = mayTakeDown ? PDS_GUARANTEES : labeling ? LABELER_GUARANTEES : READING_ONLY
  if (labeling === undefined) return { ...given, actions }
  const more = labeling.actions.filter((action) => !mayTakeDown || action !== 'hide')
  return {
    ...given,
    actions: {
      account: ['label', ...more.filter((action) => action !== 'hide'), ...actions.account],
      content: ['label', ...more, ...actions.content],
    },
  }
}

/**
 * Moderates the accounts and records of a PDS through its administration, labels those of the whole network as a
 * labeler, and reads them.
 */
export function atprotoConnector(network: Network, configured?: Labeling): Connector {
  const mayTakeDown = network.administered?.authorization !== undefined
  const guarantees = guaranteesOf(mayTakeDown, configured)
  // Without the desk's database a PDS still gives back what it took down; labels wait for the database.
  const labeling = mayTakeDown && configured?.store === undefined ? undefined : configured
  const recent = new RecentStatuses()
  const withPds = async <T>(subject: Subject, read: (pds: XrpcService) => Promise<T>): Promise<T | undefined> => {
    const did = didOf(subject)
    const pds = did === undefined ? undefined : await network.findPds(did)
    return pds && read(pds)
  }
  return {
    guarantees: () => guarantees,
    capabilities: async () => ({
      name: 'AT Protocol',
      subjects: ['account', 'content'],
      absentFacts: ['verified', 'tags', ...(network.appView ? [] : (['reach', 'items'] as const)), 'bioDomains'],
      accountReads: ['profile', 'recent_posts'],
    }),
    facts: (subject) => readFacts(network, subject),
    profile: (account) => readProfile(network, account),
    recentPosts: (account) => readRecentPosts(network, account),
    relatedAccounts: (account) => readMembers(network, account),
    thread: (content, page) => readThread(network, content, page),
    media: (subject, reference, limit) => withPds(subject, (pds) => readBlob(pds, subject, reference, limit?.bytesMax)),
    hashMedia: (subject, reference) => withPds(subject, (pds) => hashBlob(pds, subject, reference)),
    apply: async (instruction) =>
      labeling === undefined
        ? applyStatus(requireAdministered(network), instruction, { now: network.now, recent })
        : applyWithLabels({ network, recent }, labeling, instruction),
    readBack: (subject) => readState({ network, recent }, labeling, subject),
    origins: listOrigins(network),
    find: (name) => findSubject(network, name),
    visit: async (_address, subject) => (await withPds(subject, (pds) => visitSubject(pds, subject))) ?? 'unknown',
  }
}

/** The network, and what was just read of it. */
interface Reading {
  network: Network
  recent: RecentStatuses
}

/**
 * Publishes the labels of an instruction. Everything else is carried out at the PDS, if the desk administers one.
 * Labels are taken back also when the network can't be read.
 */
async function applyWithLabels(
  { network, recent }: Reading,
  labeling: Labeling,
  instruction: Instruction,
): Promise<ApplyAnswer> {
  const { administered, now } = network
  if (administered?.authorization !== undefined) return applyAtPds(administered, labeling, instruction, { now, recent })
  const { subject, generation, desired, events } = instruction
  const plan = await planLabels(labeling, instruction)
  if (!plan.isRestore) refuseListAsContent(subject)
  if (!plan.isRestore && !(await exists(network, subject)))
    throw new ConnectorError('no_such_subject', `the network has no ${subject.kind} of this id`)
  const { visible, spread, mayPost, blockedCountries = [] } = desired
  const isBeyond =
    !mayPost || (!visible && !isCarried(labeling, 'hide')) || (spread === 'limited' && !isCarried(labeling, 'limit'))
  if (isBeyond || blockedCountries.length + events.length > 0) {
    throw new ConnectorError('refused', 'a labeler takes nothing down: it only labels accounts and records')
  }
  const outcome = await applyLabels(labeling, instruction, plan)
  return { outcome, generation, state: desired, appliedAt: now().toISOString() }
}

/** Carries out the part of an instruction that a PDS can, and the labels. A subject is given back before its labels are. */
async function applyAtPds(
  pds: XrpcService,
  labeling: Labeling,
  instruction: Instruction,
  known: Parameters<typeof applyStatus>[2],
): Promise<ApplyAnswer> {
  const { desired } = instruction
  const labels = withoutHide(labeling)
  const atPds = { ...desired, labels: [], ...(isCarried(labeling, 'limit') && { spread: 'full' as const }) }
  const applyAtStatus = () => applyStatus(pds, { ...instruction, desired: atPds }, known)
  const publish = async () => {
    const plan = await planLabels(labels, instruction)
    if (!plan.isRestore) refuseListAsContent(instruction.subject)
    return applyLabels(labels, instruction, plan)
  }
  if (isGivenBack(instruction)) {
    const answer = await applyAtStatus()
    await publish()
    return { ...answer, state: desired }
  }
  await publish()
  return { ...(await applyAtStatus()), state: desired }
}

const isGivenBack = ({ desired, baseline }: Instruction): boolean => isDeepStrictEqual(desired, baseline)

const isCarried = ({ actions }: Labeling, action: 'limit' | 'hide'): boolean => actions.includes(action)

/** A PDS takes records down by itself, so no label of the name is needed there. */
const withoutHide = (labeling: Labeling): Labeling => ({
  ...labeling,
  actions: labeling.actions.filter((action) => action !== 'hide'),
})

/** True when the account, or the account of the record, has a PDS. A record that its author deleted keeps its label. */
async function exists(network: Network, subject: Subject): Promise<boolean> {
  const did = didOf(subject)
  return did !== undefined && (await network.findPds(did)) !== undefined
}

/**
 * Reads the state of a subject. A list has no reach there: its members stay. Without a PDS to administer every subject is
 * as its labels show it.
 */
async function readState(
  { network, recent }: Reading,
  labeling: Labeling | undefined,
  subject: Subject,
): Promise<ReadBack | undefined> {
  const did = didOf(subject)
  const pds = did === undefined ? undefined : await findPds(network, labeling, did)
  if (did === undefined || pds === undefined) return undefined
  // The PDS and the AppView are asked at once. A subject that the PDS doesn't have needs no answer of the AppView.
  const reaching = recordOf(subject) === undefined ? readReach(network, did) : ('absent' as const)
  if (reaching !== 'absent') reaching.catch(() => undefined)
  const isAdministered = pds !== 'unknown' && pds.authorization !== undefined
  // A read that fails, or finds nothing, leaves no older status behind.
  recent.take(subject)
  const begunMs = recent.now()
  const status = isAdministered ? await readStatus(pds, subject) : NOT_ADMINISTERED
  if (status === undefined) return undefined
  if (isAdministered) recent.store(subject, status, begunMs)
  const state = stateOf(subject, status.isTakenDown)
  // A command without the database reads the platform alone.
  const { labels, visible, spread } = labeling?.store ? await readLabels(labeling.store, subject) : UNTOUCHED
  return {
    subject,
    state: { ...state, labels, spread, visible: state.visible && visible },
    generation: labeling ? NO_GENERATION : status.generation,
    reach: await reaching,
    ...(pds !== 'unknown' && { address: addressOf(pds, subject) }),
    ...(subject.kind === 'content' && versionOf(status.cid)),
    readAt: network.now().toISOString(),
  }
}

const NOT_ADMINISTERED: SubjectStatus = { isTakenDown: false, generation: 0 }

/** Finds the PDS of an account. The labels of a labeler are read also while the network can't be. */
async function findPds(network: Network, labeling: Labeling | undefined, did: string) {
  try {
    return await network.findPds(did)
  } catch (error) {
    if (labeling !== undefined && error instanceof ConnectorError) return 'unknown'
    throw error
  }
}
