import { REVIEWING_ROLES as REVIEWING } from '../../foundation/domain.ts'
import { CHANGING } from '../../people/access/right-groups.ts'

const MARKING = { roles: ['policy'], onShift: REVIEWING } as const
const READING = { roles: ['lead', 'policy', 'auditor', 'admin'] } as const
const DECIDING = { roles: CHANGING, onShift: ['lead'] } as const

/** The rows of the table of rights about misuse of reports and appeals. A pause is a change of two people. */
export const MISUSE_RIGHTS = {
  'POST /v1/misuse-marks': MARKING,
  'POST /v1/misuse-marks/:markId/withdraw': MARKING,
  'GET /v1/misuse-senders': READING,
  'GET /v1/misuse-senders/:senderId': READING,
  'POST /v1/misuse-senders/:senderId/warnings': DECIDING,
  // Ending is the safe direction: also off duty, and restricted people too.
  'POST /v1/sender-measures/:measureId/end': { roles: ['lead', 'policy', 'admin'], confined: 'any_role' },
  'POST /v1/sender-measures/:measureId/judgement': DECIDING,
  'GET /v1/sender-measures': { key: 'enforcements' },
} as const
