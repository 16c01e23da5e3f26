import { Text } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { formatClock } from '../components/format.ts'
import { useSeesEnforcements } from '../components/use-roles.ts'
import { budgetsQuery, meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { useFreeze } from './freeze.tsx'

/** Shows the state of the whole desk above every page: shadow mode, demo, drill, freeze, open breaker, offline. */
export function StatusBanners() {
  const me = useQuery(meQuery)
  const freeze = useFreeze()
  const { online } = useNetwork()
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => setSince(online ? null : formatClock(new Date())), [online])
  return (
    <>
      {me.data?.profile.shadow === true && <Band>{words.organisation.shadowBand}</Band>}
      {me.data != null && me.data.drill !== null && <Band>{words.organisation.drillBand({ id: me.data.drill })}</Band>}
      <BreakerBand />
      {me.data?.demo === true && (
        <Text component="aside" size="xs" ta="center" py={2} mb="sm" className="demo-band" aria-label={words.demo.name}>
          {words.demo.band}
        </Text>
      )}
      {freeze !== undefined && <Band>{words.app.frozenBand({ until: formatClock(freeze.until) })}</Band>}
      {since !== null && <Band>{words.app.offline({ since })}</Band>}
    </>
  )
}

/** Shows open circuit breakers, beside the freeze. */
function BreakerBand() {
  const { data } = useQuery({ ...budgetsQuery, enabled: useSeesEnforcements() })
  const open = data?.breakers.filter(({ closedAt }) => closedAt === null) ?? []
  const [first] = open
  if (first === undefined) return null
  if (open.length > 1) return <Band>{words.budgets.bands({ count: open.length })}</Band>
  return <Band>{first.who === null ? words.budgets.bandOfOne : words.budgets.band({ who: first.who })}</Band>
}

const Band = ({ children }: { children: string }) => (
  <Text role="status" ta="center" fw={600} p={4} bg="var(--mantine-color-default-hover)">
    {children}
  </Text>
)
