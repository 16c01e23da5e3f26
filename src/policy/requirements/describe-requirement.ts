import type { Action, Role } from '../../foundation/domain.ts'
import { type Message, message, type Text } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { durationTerm, termMessage } from '../../foundation/messages/term-message.ts'
import type { Clause, Requirement } from './requirement.ts'

/** Returns a requirement in words, to be rendered in the reader's language. */
export function requirementMessage(requirement: Requirement, as?: Action): Message {
  const { approvals, holdMs, confirmMs, identify, assessment, alert } = requirement
  const parts = [
    ...approvals.map(clauseMessage),
    ...(holdMs > 0 ? [message('requirement.hold', { duration: durationTerm(holdMs) })] : []),
    ...(confirmMs === null ? [] : [message('requirement.confirm', { duration: durationTerm(confirmMs) })]),
    ...(identify ? [message('requirement.identify')] : []),
    ...(assessment === null ? [] : [message(`requirement.assessment.${assessment}`)]),
    ...(alert ? [message('requirement.alert')] : []),
    ...(as === undefined ? [] : [message('requirement.as', { action: termMessage('action', as) ?? as })]),
  ]
  if (parts.length === 0) return message('requirement.none')
  return message('requirement.all', { parts: { as: 'commas', list: parts } })
}

/** Formats a requirement in English. */
export const describeRequirement = (requirement: Requirement, as?: Action): string =>
  renderMessage(requirementMessage(requirement, as))

function clauseMessage({ count, roles, teams, employers }: Clause): Message {
  const places = [
    ...(teams === undefined ? [] : [message('requirement.teams', { count: teams })]),
    ...(employers === undefined ? [] : [message('requirement.employers', { count: employers })]),
  ]
  return message('requirement.approvals', {
    count,
    by: roles === undefined ? '' : message('requirement.by', { roles: joinRoles(roles) }),
    from: places.length === 0 ? '' : message('requirement.from', { places }),
  })
}

/** Joins roles by "or" without commas, as the stored texts of earlier changes do. */
const joinRoles = (roles: readonly Role[]): Text =>
  roles
    .map((role): Text => termMessage('role', role) ?? role)
    .reduce((left, right) => message('requirement.or', { left, right }))
