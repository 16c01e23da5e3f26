import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import type { Floor } from '../../policy/guards/judge.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** Describes adding a protective tag to an account, or removing one. */
export function describeTag(
  { op, tag, accountId }: Extract<Wanted, { kind: 'tag' }>,
  account: { handle: string | null; tags: readonly string[] },
): Described {
  if (!PUBLIC_INTEREST_TAGS.some((known) => known === tag)) {
    throw new DeskError('invalid_input', message('change.noTag', { tag, tags: LIST }))
  }
  const name = account.handle === null ? `account ${accountId}` : `@${account.handle} (account ${accountId})`
  const has = account.tags.includes(tag)
  if (op === 'add') {
    if (has) throw new DeskError('conflict', message('change.hasTag', { account: name, tag }))
    return { says: `${name} gets the tag ${tag} and is protected by it.`, direction: 'stricter' }
  }
  if (!has) throw new DeskError('conflict', message('change.lacksTag', { account: name, tag }))
  const rest = account.tags.filter((other) => other !== tag)
  return {
    says: [
      `${name} loses the tag ${tag}, which protects it; ${rest.length === 0 ? 'no tag is left' : `left are ${rest.join(', ')}`}.`,
      'If the platform still reports it, it comes back the next time the account is read: take it away there first.',
    ].join(' '),
    direction: 'looser',
  }
}

const LIST = PUBLIC_INTEREST_TAGS.join(', ')

/** Describes another minimum of approvals for one subject. */
export function describeProtection(
  { subject, approvals, holdMs }: Extract<Wanted, { kind: 'protection' }>,
  before: Floor,
): Described {
  const wanted = { approvals, holdMs }
  if (approvals === before.approvals && holdMs === before.holdMs) {
    throw new DeskError('conflict', message('change.sameFloor', { subject }))
  }
  const isMore = approvals >= before.approvals && holdMs >= before.holdMs
  const isLess = approvals <= before.approvals && holdMs <= before.holdMs
  return {
    says: `An enforcement that takes offline or removes ${subject} needs at least ${formatFloor(wanted)}, even where the guards require less. So far: ${formatFloor(before)}.`,
    direction: isMore ? 'stricter' : isLess ? 'looser' : 'mixed',
  }
}

const formatFloor = ({ approvals, holdMs }: Floor): string =>
  `${approvals} other ${approvals === 1 ? 'person' : 'people'} and a hold of ${holdMs / 60_000} min`
