import type { ApplyAnswer, Instruction, PlatformState, ReadBack } from '@countersign/platform-kit'
import { canonicalDomain, parseCollection } from '../../foundation/connector/collections.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { Anything, DomainBlock } from '../../foundation/mastodon/entities.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { refusal } from './account-state.ts'
import { type Exchange, readPages, sendForm } from './api/send-request.ts'

const BLOCKS = '/api/v1/admin/domain_blocks'
/** The most blocks of a server that are read, newest first. */
const BLOCKS_MAX = 2_000

/** True for the subjects that name a domain. */
export const isDomain = ({ kind, id }: Subject): boolean => kind === 'account' && parseCollection(id)?.kind === 'domain'

/**
 * Returns the domain that a subject names. Throws `no_such_subject` for another name of it, and for the server's own
 * domain, which no server blocks.
 */
export function domainOf({ server }: Exchange, { id }: Subject): string {
  const domain = parseCollection(id)?.id ?? ''
  const isOwn = domain === new URL(server.origin).hostname
  if (!isOwn && domain.includes('.') && !/[/:?#\s]/.test(domain) && canonicalDomain(domain) === domain) return domain
  throw new ConnectorError('no_such_subject', renderMessage(message('attention.mastodon.otherId')))
}

/** The block of a domain itself, and the strictest of it and the blocks of the domains above, which cover it. */
interface Blocks {
  own: DomainBlock | undefined
  strictest: DomainBlock | undefined
  /** False for a list too long to read: a stricter block of a domain above may stand in its rest. */
  isWhole: boolean
}

/** Finds the blocks that cover a domain. */
async function findBlocks(exchange: Exchange, domain: string): Promise<Blocks> {
  const blocks = await readPages(exchange, `${BLOCKS}?limit=200`, DomainBlock)
  const own = blocks.find((block) => block.domain === domain)
  const [strictest] = blocks
    .filter((block) => block === own || domain.endsWith(`.${block.domain}`))
    .toSorted((one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity))
  return { own, strictest, isWhole: blocks.length < BLOCKS_MAX }
}

const tooMany = (): ConnectorError =>
  new ConnectorError('unavailable', renderMessage(message('attention.mastodon.manyBlocks')))

const SEVERITIES: readonly DomainBlock['severity'][] = ['noop', 'silence', 'suspend']

/** Returns the state of a domain: all its accounts are offline or limited with it. */
const stateOf = (block: DomainBlock | undefined): PlatformState => ({
  visible: block?.severity !== 'suspend',
  spread: block?.severity === 'silence' ? 'limited' : 'full',
  mayPost: block?.severity !== 'suspend',
  labels: [],
})

/** Reads the state of a domain. A list too long to read proves nothing but a suspension of the domain in it. */
async function readState(exchange: Exchange, domain: string): Promise<PlatformState> {
  const { own, strictest, isWhole } = await findBlocks(exchange, domain)
  if (!isWhole && (own === undefined || strictest?.severity !== 'suspend')) throw tooMany()
  return stateOf(strictest)
}

/** Reads the state of a domain at this server. No page of it is this server's, so none proves anything. */
export async function readDomainState(exchange: Exchange, subject: Subject, now: Date): Promise<ReadBack> {
  const state = await readState(exchange, domainOf(exchange, subject))
  return { subject, state, generation: 0, reach: 'absent', readAt: now.toISOString() }
}

/**
 * Brings a domain to its desired state. Only what differs is changed. What else moderators set for it, such as refused
 * media, stays. The answer states what holds then: the block of a domain above keeps this one from coming back.
 */
export async function applyToDomain(
  exchange: Exchange,
  { subject, generation, epoch, desired, events }: Instruction,
  { now, references }: { now: () => Date; references: readonly string[] },
): Promise<ApplyAnswer> {
  if (!isPossible(desired) || events.length > 0) throw refusal('attention.mastodon.domain')
  const domain = domainOf(exchange, subject)
  const { own: before, strictest, isWhole } = await findBlocks(exchange, domain)
  if (!isWhole && before === undefined) throw tooMany()
  const severity = severityOf(desired)
  // The server refuses a block that the one of a domain above makes useless.
  const isCovered = before === undefined && severity === severityOf(stateOf(strictest))
  if (!isCovered && severity !== severityOf(stateOf(before)))
    await changeBlock(exchange, { domain, before, severity, references })
  const state = await readState(exchange, domain)
  return {
    ...{ outcome: 'applied', generation, state, appliedAt: now().toISOString() },
    ...(epoch !== undefined && { epoch }),
  }
}

const isPossible = ({ visible, mayPost, labels, blockedCountries = [] }: PlatformState): boolean =>
  visible === mayPost && labels.length + blockedCountries.length === 0

const severityOf = ({ visible, spread }: PlatformState): DomainBlock['severity'] =>
  visible ? (spread === 'limited' ? 'silence' : 'noop') : 'suspend'

interface Change {
  domain: string
  before: DomainBlock | undefined
  severity: DomainBlock['severity']
  references: readonly string[]
}

async function changeBlock(exchange: Exchange, { domain, before, severity, references }: Change): Promise<void> {
  const isRestore = severity === 'noop' || before?.severity === 'suspend'
  const sent = { ...exchange, importance: isRestore ? ('restore' as const) : ('restrict' as const) }
  if (before === undefined) {
    await sendForm(sent, 'POST', BLOCKS, { domain, severity, private_comment: references.join(', ') }, Anything)
    return
  }
  const path = `${BLOCKS}/${encodeURIComponent(before.id)}`
  const { reject_media: noMedia, reject_reports: noReports, obfuscate, public_comment: comment } = before
  const isEmpty = severity === 'noop' && !noMedia && !noReports && !obfuscate && (comment ?? '') === ''
  if (isEmpty) await sendForm(sent, 'DELETE', path, {}, Anything)
  else await sendForm(sent, 'PUT', path, { severity }, Anything)
}
