import { Text } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { Live } from '../api/shapes.ts'
import { formatClock } from '../components/format.ts'
import { MarkedText } from '../components/handle.tsx'
import { cutName } from '../components/invisible-characters.ts'
import { useHasRole, useSeesEnforcements } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { budgetsQuery, liveQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { useFreeze } from './freeze.tsx'

/** The most characters of a reason that the band shows. Live shows the whole reason. */
const BAND_REASON_MAX = 160

/** Shows the state of the whole desk above every page: shadow mode, demo, drill, recovery, freeze, breaker, offline. */
export function StatusBanners() {
  const me = useMe()
  const freeze = useFreeze()
  const { online } = useNetwork()
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => setSince(online ? null : formatClock(new Date())), [online])
  return (
    <>
      {me?.profile.shadow === true && <Band>{words.organisation.shadowBand}</Band>}
      {me !== undefined && me.drill !== null && <Band>{words.organisation.drillBand({ id: me.drill })}</Band>}
      {me?.recovering === true && <RecoveryBand />}
      <BreakerBand />
      {me?.demo === true && (
        <Text component="aside" size="xs" ta="center" py={2} mb="sm" className="demo-band" aria-label={words.demo.name}>
          {words.demo.band}
        </Text>
      )}
      {freeze !== undefined && <FreezeBand freeze={freeze} />}
      {since !== null && <Band>{words.app.offline({ since })}</Band>}
    </>
  )
}

/** Shows the recovery state, with the way to what differs for those who lead the desk back. */
function RecoveryBand() {
  const mayRead = useHasRole('lead', 'policy', 'auditor', 'admin')
  return (
    <Band>
      {words.organisation.recoveryBand} {mayRead && <Link to="/organisation">{words.organisation.recoverySee}</Link>}
    </Band>
  )
}

/** Shows the freeze, its author and its reason, or that the reason is missing. */
function FreezeBand({ freeze: { by, reason, until } }: { freeze: NonNullable<Live['freeze']> }) {
  const frozen = words.app.frozenBand({ until: formatClock(until) })
  const why = reason === null ? words.freeze.reasonMissing : cutName(reason, BAND_REASON_MAX)
  return (
    <Band>
      {frozen}{' '}
      <bdi dir="auto">
        <MarkedText text={words.freeze.reasonBy({ by, reason: why })} />
      </bdi>
    </Band>
  )
}

/** Shows open circuit breakers, beside the freeze. */
function BreakerBand() {
  const live = useQuery({ ...liveQuery, enabled: useSeesEnforcements() })
  const isOpen = live.data !== undefined && live.data.openBreakers > 0
  const { data } = useQuery({ ...budgetsQuery, enabled: isOpen })
  const open = !isOpen ? [] : (data?.breakers.filter(({ closedAt }) => closedAt === null) ?? [])
  const [first] = open
  if (first === undefined) return null
  if (open.length > 1) return <Band>{words.budgets.bands({ count: open.length })}</Band>
  return <Band>{first.who === null ? words.budgets.bandOfOne : words.budgets.band({ who: first.who })}</Band>
}

const Band = ({ children }: { children: ReactNode }) => (
  <Text role="status" ta="center" fw={600} p={4} bg="var(--mantine-color-default-hover)">
    {children}
  </Text>
)
