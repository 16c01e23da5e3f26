import { words } from '../words/words.ts'
import { formatDay } from './format.ts'

interface Versioned {
  policyVersion: number | null
  policySince: string | null
}

/** Formats the version of the policies that was in force at a decision, to follow the policy's name; empty: none. */
export const formatPolicyVersion = ({ policyVersion, policySince }: Versioned): string =>
  policyVersion === null || policySince === null
    ? ''
    : ` (${words.review.policyVersion({ version: policyVersion, since: formatDay(policySince) })})`
