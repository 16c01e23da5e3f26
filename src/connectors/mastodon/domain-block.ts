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

/** Finds the block of a domain. Undefined: the server has none. A list too long to read proves nothing. */
async function findBlock(exchange: Exchange, domain: string): Promise<DomainBlock | undefined> {
  const blocks = await readPages(exchange, `${BLOCKS}?limit=200`, DomainBlock)
  const found = blocks.find((block) => block.domain === domain)
  if (found === undefined && blocks.length >= BLOCKS_MAX)
    throw new ConnectorError('unavailable', renderMessage(message('attention.mastodon.manyBlocks')))
  return found
}

/** Returns the state of a domain: all its accounts are offline or limited with it. */
const stateOf = (block: DomainBlock | undefined): PlatformState => ({
  visible: block?.severity !== 'suspend',
  spread: block?.severity === 'silence' ? 'limited' : 'full',
  mayPost: block?.severity !== 'suspend',
  labels: [],
})

/** Reads the state of a domain at this server. No page of it is this server's, so none proves anything. */
export async function readDomainState(exchange: Exchange, subject: Subject, now: Date): Promise<ReadBack> {
  const block = await findBlock(exchange, domainOf(exchange, subject))
  return { subject, state: stateOf(block), generation: 0, reach: 'absent', readAt: now.toISOString() }
}

/**
 * Brings a domain to its desired state. Only what differs is changed. What else moderators set for it, such as refused
 * media, stays.
 */
export async function applyToDomain(
  exchange: Exchange,
  { subject, generation, epoch, desired, events }: Instruction,
  { now, references }: { now: () => Date; references: readonly string[] },
): Promise<ApplyAnswer> {
  if (!isPossible(desired) || events.length > 0) throw refusal('attention.mastodon.domain')
  const domain = domainOf(exchange, subject)
  const before = await findBlock(exchange, domain)
  const severity = severityOf(desired)
  if (severity !== severityOf(stateOf(before))) await changeBlock(exchange, { domain, before, severity, references })
  const state = stateOf(await findBlock(exchange, domain))
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
  const isEmpty = severity === 'noop' && before.reject_media !== true && before.reject_reports !== true
  if (isEmpty) await sendForm(sent, 'DELETE', path, {}, Anything)
  else await sendForm(sent, 'PUT', path, { severity }, Anything)
}
