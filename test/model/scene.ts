import type { Organisation } from '../../src/foundation/domain.ts'
import type { Person } from './gate.ts'

/** The conditions of a history: its people, the kind of organisation, and the guards in force. */
export interface Scene {
  cast: readonly Person[]
  organisation: Organisation
  /** True when the history begins in shadow mode, in which guards only record what they would require. */
  shadow: boolean
  /** True when no guard exists: only the minimum of approvals applies. */
  bare: boolean
  /** True when the history has many more accounts, bulk actions on them, and rules about them. */
  crowded: boolean
  /** True when the protected accounts have several contents, and one person may act alone on a ground. */
  speeches: boolean
}

/** The protection of the account that decides how a subject is treated. */
export const STANDINGS = ['ordinary', 'wide', 'office'] as const
export type Standing = (typeof STANDINGS)[number]

/** The requirements of an organisation before an account goes offline. */
export interface OrganisationRules {
  /** The number of people: the proposer and the approvers. */
  people: Record<Standing, number>
  /** The same for a resubmitted enforcement. */
  again: number
  /** The same where the proposer departs soon. */
  leaving: number
  holdsMs: Record<Standing, number>
  /** The time within which a person confirms that a public voice is rightly offline. */
  confirmMs: number
  /** True when an account with a public-interest tag takes two of senior or lead, from two teams. */
  elders: boolean
  /** The time after which a proposer's own approval counts as another's; null: it never does. */
  ownYesAfterMs: number | null
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** The time after which a shift ends by itself. */
export const SHIFT_MS = DAY_MS / 2

const COMPANY: OrganisationRules = {
  people: { ordinary: 1, wide: 2, office: 3 },
  again: 3,
  leaving: 2,
  holdsMs: { ordinary: 0, wide: 5 * MINUTE_MS, office: 30 * MINUTE_MS },
  confirmMs: 5 * MINUTE_MS,
  elders: true,
  ownYesAfterMs: null,
}

const FEW: OrganisationRules = {
  ...COMPANY,
  people: { ordinary: 1, wide: 2, office: 2 },
  again: 2,
  holdsMs: { ordinary: 0, wide: 15 * MINUTE_MS, office: 30 * MINUTE_MS },
  confirmMs: 12 * HOUR_MS,
  elders: false,
}

const RULES: Record<Organisation, OrganisationRules> = {
  company: COMPANY,
  community: FEW,
  solo: {
    ...FEW,
    leaving: 1,
    holdsMs: COMPANY.holdsMs,
    confirmMs: Number.POSITIVE_INFINITY,
    ownYesAfterMs: DAY_MS,
  },
}

const UNHELD = { leaving: 1, holdsMs: { ordinary: 0, wide: 0, office: 0 }, confirmMs: Number.POSITIVE_INFINITY }

export const rulesOf = ({ organisation, bare }: Pick<Scene, 'organisation' | 'bare'>): OrganisationRules =>
  bare ? { ...RULES[organisation], ...UNHELD, elders: false } : RULES[organisation]
