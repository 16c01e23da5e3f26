import type { Role, StaffCaller } from '../../foundation/domain.ts'

/** The classes of fields that not every caller of a route may see. */
export const FIELD_CLASSES = ['guard_reasons', 'reporter_identity', 'work_facts', 'staff_dates', 'staff_names'] as const
export type FieldClass = (typeof FIELD_CLASSES)[number]

interface Seen {
  /** The names of the fields in the class, at any depth of an answer. */
  fields: readonly string[]
  roles: readonly Role[]
  /** True when the holder of the case in the answer sees these fields too. */
  holder?: true
  /** The only routes that show these fields; there each person sees their own. */
  own?: readonly string[]
  why: string
}

const EVERYBODY = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] as const

/**
 * The one table of fields and the roles that see them; `withhold-fields.ts` applies it. A person who may open a case
 * sees its words.
 */
export const SEEN: Readonly<Record<FieldClass, Seen>> = {
  guard_reasons: {
    fields: ['guards', 'fired'],
    roles: ['policy', 'auditor'],
    why: 'A person who knows which guard fires, and from which number on, can stay below it.',
  },
  reporter_identity: {
    fields: ['reporterId', 'requesterName', 'requesterContact', 'authorityContact', 'senderStanding'],
    roles: ['lead', 'policy', 'auditor'],
    holder: true,
    why: 'A report, request or order is judged by what it says; who made it matters to few cases.',
  },
  work_facts: {
    fields: ['minutesOnShift', 'minutesSinceBreak', 'minutesToShiftEnd'],
    roles: EVERYBODY,
    own: ['/v1/me'],
    why: 'The hours that a person worked are for the guards and that person alone.',
  },
  staff_dates: {
    fields: ['noticeGivenAt', 'noticeAt', 'lastDayAt'],
    roles: ['admin'],
    why: 'A date of dismissal is private.',
  },
  staff_names: {
    fields: ['legalName', 'realName', 'staffName'],
    roles: [],
    why: 'Inside, people go by pseudonyms. The command line shows their names to the operator.',
  },
}

/** True when this person may see fields of a class in an answer; `claimedBy`: the holder of its case. */
export function maySee(
  fieldClass: FieldClass,
  { roles, pseudonym }: Pick<StaffCaller, 'roles' | 'pseudonym'>,
  { claimedBy, url }: { claimedBy?: unknown; url?: string | undefined } = {},
): boolean {
  const { roles: seeing, holder, own } = SEEN[fieldClass]
  if (own !== undefined && !own.some((prefix) => url?.startsWith(prefix))) return false
  return roles.some((role) => seeing.includes(role)) || (holder === true && claimedBy === pseudonym)
}
