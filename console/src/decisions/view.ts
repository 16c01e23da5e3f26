import type { paths } from '../api/client.ts'
import { HOUR_MS } from '../components/durations.ts'

type Query = NonNullable<paths['/v1/decisions']['get']['parameters']['query']>

/** The periods of the list, in hours. */
export const LASTS = ['24', '168', '672', '2208'] as const
type Last = (typeof LASTS)[number]
export const LAST_DEFAULT: Last = '168'

const TEXTS = ['policyId', 'ownAction', 'queue', 'language', 'platform', 'rule', 'guard'] as const
const CHOICES = ['conclusion', 'action'] as const
const CHARS_MAX = 64

/** The filters of the list. The address holds all of them. */
export interface DecisionView {
  policyId?: string
  ownAction?: string
  queue?: string
  language?: string
  platform?: string
  rule?: string
  guard?: string
  conclusion?: NonNullable<Query['conclusion']>
  action?: NonNullable<Query['action']>
  last?: Last
}

/** Reads a view from an address: what is unknown there is left out. */
export function readView(search: Record<string, unknown>): DecisionView {
  const found = [...TEXTS, ...CHOICES].flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? [[name, value.slice(0, CHARS_MAX)]] : []
  })
  const last = LASTS.find((each) => each === String(search.last))
  return { ...Object.fromEntries(found), ...(last !== undefined && last !== LAST_DEFAULT && { last }) }
}

/** The query of a view, in the words of the API. The period ends now. */
export const toQuery = ({ last = LAST_DEFAULT, ...same }: DecisionView): Omit<Query, 'limit' | 'cursor'> => ({
  ...same,
  from: new Date(Date.now() - Number(last) * HOUR_MS).toISOString(),
})
