import { useQuery } from '@tanstack/react-query'
import type { Insight } from '../api/shapes.ts'
import { formatLanguage } from '../components/format.ts'
import { nameQueue } from '../components/names.ts'
import { policiesQuery } from '../components/policies-query.ts'
import { words } from '../words/words.ts'

/** Returns the names of a chart's groups by their index. */
export function useGroupNames({ by, groups }: Insight): (group: number) => string {
  const policies = useQuery(policiesQuery)
  return (group) => {
    const { value, others } = groups[group] ?? { value: null, others: 0 }
    if (others > 0) return words.insights.dividing.others({ count: others })
    if (value === null) return words.insights.dividing.none({ dimension: by ?? 'queue' })
    if (by === 'language') return formatLanguage(value)
    if (by === 'platform') return value === 'default' ? words.who.defaultPlatform : value
    if (by === 'policy') return policies.data?.policies.find(({ id }) => id === value)?.title ?? value
    return nameQueue(value)
  }
}
