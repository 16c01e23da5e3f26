import { REVIEWING_ROLES as REVIEWING } from '../../foundation/domain.ts'

/**
 * The roles that may claim a case, specialists who only answer questions included: their queue decides which cases they
 * get.
 */
export const CLAIMING = ['reviewer', 'senior', 'lead', 'policy'] as const
export const LEADING = ['senior', 'lead'] as const
export const WATCHING = ['policy', 'auditor'] as const
/** These roles work at any time: they have no shifts. */
export const CHANGING = ['policy', 'admin'] as const
export const RESTRICTING = ['reviewer', 'senior', 'lead', 'policy', 'admin'] as const
/** Stopping, restoring and freezing: every person on duty, also a restricted one, on connections of their own. */
export const UNDOING = { onShift: REVIEWING, onCall: true, pool: 'restore', confined: true } as const
/** Giving the reason of one's own stop, restore or freeze afterwards, also off duty. */
export const EXPLAINING = { roles: REVIEWING, pool: 'restore', confined: true } as const
/** Reading cases, enforcements and their results: every reviewer on shift, and those who watch. */
export const SEEING = { roles: WATCHING, onShift: REVIEWING } as const
export const APPROVING = { onShift: REVIEWING, onCall: true, notOnBreak: true } as const
/** Reading what people were told: those who read enforcements, and machines that may. */
export const STATING = { ...SEEING, onCall: true, pool: 'restore', orKey: 'enforcements' } as const
/** Reading the sets of bulk restores: those who start one, and those who watch. */
export const READING_SETS = { ...UNDOING, roles: WATCHING, onShift: LEADING } as const
export const EVERYBODY = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] as const
