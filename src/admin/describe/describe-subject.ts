import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import type { Floor } from '../../policy/guards/judge.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message, type Message } from '../../foundation/messages/message.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** Describes adding a protective tag to an account, or removing one. */
export function describeTag(
  { op, tag, accountId }: Extract<Wanted, { kind: 'tag' }>,
  account: { handle: string | null; tags: readonly string[] },
): Described {
  if (!PUBLIC_INTEREST_TAGS.some((known) => known === tag)) {
    throw new DeskError('invalid_input', message('change.noTag', { tag, tags: LIST }))
  }
  const name = accountMessage(accountId, account.handle)
  const has = account.tags.includes(tag)
  if (op === 'add') {
    if (has) throw new DeskError('conflict', message('change.hasTag', { account: name, tag }))
    return { says: message('described.tag.add', { account: name, tag }), direction: 'stricter' }
  }
  if (!has) throw new DeskError('conflict', message('change.lacksTag', { account: name, tag }))
  const rest = account.tags.filter((other) => other !== tag)
  return {
    says:
      rest.length === 0
        ? message('described.tag.removeLast', { account: name, tag })
        : message('described.tag.remove', { account: name, tag, rest: { as: 'commas', list: rest } }),
    direction: 'looser',
  }
}

const LIST = PUBLIC_INTEREST_TAGS.join(', ')

/** Returns the name of an account in descriptions of changes. */
export const accountMessage = (accountId: string, handle: string | null): Message =>
  handle === null
    ? message('described.account', { accountId })
    : message('described.accountKnown', { accountId, handle })

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
    says: message('described.floor.says', { subject, wanted: floorMessage(wanted), before: floorMessage(before) }),
    direction: isMore ? 'stricter' : isLess ? 'looser' : 'mixed',
  }
}

const floorMessage = ({ approvals, holdMs }: Floor): Message =>
  message('described.floor.of', { approvals, minutes: holdMs / 60_000 })
