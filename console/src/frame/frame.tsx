import { Anchor, AppShell, Burger, Group, NavLink, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { sayClock, sayFull } from '../desk/format.ts'
import { useNow } from '../desk/now.tsx'
import { Boundary } from '../desk/panel.tsx'
import { useSeesEnforcements } from '../desk/use-roles.ts'
import { useAnnounce } from '../shell/announce.tsx'
import { useChord, useLetters } from '../shell/keys.ts'
import { useLiveStatus } from '../shell/live-status.tsx'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { Bands } from './bands.tsx'
import { FreezeButton } from './freeze.tsx'
import { KeyList } from './key-list.tsx'
import { RestReminder } from './rest-reminder.tsx'
import { moveBetweenRows } from './rows.ts'
import { StopAndRestore } from './stop-and-restore.tsx'

const PLACES = [
  { to: '/review', name: words.nav.review, roles: ['reviewer', 'senior', 'lead', 'policy'] },
  { to: '/countersign', name: words.nav.countersign, roles: ['reviewer', 'senior', 'lead'] },
  { to: '/live', name: words.nav.live, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor'] },
  { to: '/law', name: words.nav.law, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor'] },
  { to: '/bulk-actions', name: words.nav.bulkActions, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor'] },
  { to: '/search', name: words.nav.search, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor'] },
  { to: '/guards', name: words.nav.guards, roles: ['policy', 'auditor'] },
  { to: '/automation', name: words.nav.automation, roles: ['senior', 'lead', 'policy', 'auditor'] },
  { to: '/changes', name: words.nav.changes, roles: ['lead', 'policy', 'auditor', 'admin'] },
  { to: '/team', name: words.nav.team, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] },
  { to: '/incidents', name: words.nav.incidents, roles: ['senior', 'lead', 'policy', 'auditor'] },
  { to: '/drills', name: words.nav.drills, roles: ['senior', 'lead', 'policy', 'auditor', 'admin'] },
  { to: '/insights', name: words.nav.insights, roles: ['lead', 'policy', 'auditor'] },
  { to: '/ledger', name: words.nav.ledger, roles: ['lead', 'policy', 'auditor'] },
  { to: '/organisation', name: words.nav.organisation, roles: ['lead', 'policy', 'auditor', 'admin'] },
  { to: '/inbox', name: words.nav.inbox, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] },
  { to: '/me', name: words.nav.me, roles: ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] },
] as const

/** Shows the frame of every page: navigation, stop and restore, the freeze, and whether the page is live. */
export function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const navigate = useNavigate()
  useLetters({
    'g+r': () => void navigate({ to: '/review' }),
    'g+c': () => void navigate({ to: '/countersign' }),
    'g+l': () => void navigate({ to: '/live' }),
    'g+i': () => void navigate({ to: '/insights' }),
    'g+s': () => void navigate({ to: '/search', search: {} }),
    'g+a': () => void navigate({ to: '/search', search: {} }),
    'g+m': () => void navigate({ to: '/me' }),
    j: () => moveBetweenRows(1),
    k: () => moveBetweenRows(-1),
  })
  useChord('k', () => void navigate({ to: '/search', search: {} }))
  useSpokenRoute()
  const seesEnforcements = useSeesEnforcements()
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 168, breakpoint: 760, collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <Anchor href="#page" className="skip-link">
        {words.app.skip}
      </Anchor>
      <AppShell.Header>
        <Group h="100%" px="sm" gap="xs" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.app.menu} />
            <Text fw={700} visibleFrom="sm">
              {words.app.product}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            {seesEnforcements && <StopAndRestore />}
            {seesEnforcements && <FreezeButton />}
            <LiveMark />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.app.product}>
        <AppShell.Section grow>
          <Places onGo={close} />
        </AppShell.Section>
        <AppShell.Section>
          <RestReminder />
        </AppShell.Section>
      </AppShell.Navbar>
      <PrintHead />
      <AppShell.Main id="page" tabIndex={-1}>
        <Bands />
        <Boundary>
          <Outlet />
        </Boundary>
      </AppShell.Main>
      <KeyList />
    </AppShell>
  )
}

/** Shows, on paper only, the address of the page, its printer and the time. */
function PrintHead() {
  const me = useQuery(meQuery)
  const address = useRouterState({ select: ({ location: at }) => `${location.origin}${at.href}` })
  const now = useNow()
  return (
    <Text size="sm" className="only-print">
      {words.timeline.printed({ address, by: me.data?.pseudonym ?? '', at: sayFull(new Date(now)) })}
    </Text>
  )
}

function Places({ onGo }: { onGo: () => void }) {
  const me = useQuery(meQuery)
  const mine: readonly string[] = me.data?.roles ?? []
  const at = useRouterState({ select: ({ location }) => location.pathname })
  return PLACES.filter(({ roles }) => roles.some((role) => mine.includes(role))).map(({ to, name }) => (
    <NavLink key={to} component={Link} to={to} label={name} active={at.startsWith(to)} onClick={onGo} />
  ))
}

function LiveMark() {
  const { silentSince, isAway } = useLiveStatus()
  const isLive = silentSince === null && !isAway
  return (
    <Text size="sm" c={isLive ? 'var(--state-safe)' : 'var(--state-waits)'} {...(!isAway && { visibleFrom: 'sm' })}>
      ● {isLive && words.live.on}
      {isAway && words.live.away}
      {!isAway && silentSince !== null && words.live.off({ since: sayClock(silentSince) })}
    </Text>
  )
}

/** Sets the document title to the heading of the page, and announces it after each navigation. */
function useSpokenRoute(): void {
  const announce = useAnnounce()
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const first = useRef(true)
  useEffect(() => {
    if (path === undefined) return
    const title = document.querySelector('h1')?.textContent ?? words.app.product
    document.title = `${title} · ${words.app.product}`
    if (!first.current) announce(title)
    first.current = false
  }, [path, announce])
}
