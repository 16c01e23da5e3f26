import { Anchor, AppShell, Group, Text } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { formatFull } from '../components/format.ts'
import { rolesOfPage } from '../components/page-roles.ts'
import { Boundary } from '../components/panel.tsx'
import { ALL_PLACES } from '../components/places.ts'
import { useNow } from '../components/use-now.tsx'
import { useSeesEnforcements } from '../components/use-roles.ts'
import { useWasTrue } from '../components/use-was-true.ts'
import { doneActsQuery } from '../shell/done-acts.ts'
import { useChord, useLetters } from '../shell/keys.ts'
import { useMe } from '../shell/me.tsx'
import { readPageTexts, words } from '../words/words.ts'
import { AlertsBell } from './alerts-bell.tsx'
import { CommandButton, type Commands, useCommands } from './command-button.tsx'
import { FreezeButton } from './freeze.tsx'
import { KeyList } from './key-list.tsx'
import { LateFont } from './late-font.tsx'
import { LiveMark } from './live-mark.tsx'
import { MenuButton, type MenuProps } from './menu-button.tsx'
import { Opening } from './opening.tsx'
import { moveBetweenRows } from './rows.ts'
import type { SideProps } from './side.tsx'
import { StatusBanners } from './status-banners.tsx'
import { StopAndRestore } from './stop-and-restore.tsx'
import { useAttention } from './use-attention.ts'
import { useTitle } from './use-title.ts'
import { useTour } from './use-tour.ts'

const Forbidden = lazy(async () => {
  await readPageTexts()
  return import('./forbidden.tsx')
})
const DoneActs = lazy(() => import('./done-acts.tsx'))
const Tour = lazy(async () => {
  await readPageTexts()
  return import('./tour.tsx')
})

/** In a narrower window the sidebar opens over the page: until then it is neither loaded nor rendered. */
const WIDE = '(min-width: 760px)'
const readSide = () => import('./side.tsx')
const Sides = lazy(readSide)
if (matchMedia(WIDE).matches) void readSide()

type Opened = 'stop' | 'freeze' | 'shortcuts' | undefined

/** Shows the frame of every page: sidebar, command menu, alerts, stop and restore, the freeze, and the caller. */
export function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const [opened, setOpened] = useState<Opened>()
  const seesEnforcements = useSeesEnforcements()
  const hasDoneActs = useQuery(doneActsQuery).data.length > 0
  const openOf = (name: Opened) => ({
    isOpen: opened === name,
    onOpen: (isWanted: boolean) => setOpened(isWanted ? name : undefined),
  })
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false })
  const hasSide = useWasTrue(isWide || isOpen)
  const { tour, close: closeTour } = useTour()
  const commands = useCommands()
  useFrameKeys(commands.open)
  useTitle()
  useAttention()
  return (
    <AppShell
      layout="alt"
      header={{ height: 52 }}
      navbar={{ width: 224, breakpoint: 760, collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <Anchor href="#page" className="skip-link">
        {words.app.skip}
      </Anchor>
      <Bar isOpen={isOpen} onToggle={toggle} openOf={openOf} commands={commands} />
      {hasSide && <Side isOpen={isOpen} onToggle={toggle} onGo={close} onShortcuts={() => setOpened('shortcuts')} />}
      <PrintHead />
      <LateFont />
      <AppShell.Main id="page" tabIndex={-1}>
        <StatusBanners />
        <Boundary>
          <Opening>
            <PageOfRole />
          </Opening>
        </Boundary>
      </AppShell.Main>
      {hasDoneActs && (
        <Suspense fallback={null}>
          <DoneActs />
        </Suspense>
      )}
      {tour !== 'off' && (
        <Suspense fallback={null}>
          <Tour isAsked={tour === 'asked'} onClose={closeTour} />
        </Suspense>
      )}
      <KeyList {...openOf('shortcuts')} />
      {commands.Menu !== undefined && (
        <commands.Menu
          {...(seesEnforcements && { onStop: () => setOpened('stop'), onFreeze: () => setOpened('freeze') })}
        />
      )}
    </AppShell>
  )
}

type OpenOf = (name: Opened) => { isOpen: boolean; onOpen: (isWanted: boolean) => void }

/** Shows the bar above every page: command menu, alerts, stop and restore, and the freeze. */
function Bar({ isOpen, onToggle, openOf, commands }: MenuProps & { openOf: OpenOf; commands: Commands }) {
  const seesEnforcements = useSeesEnforcements()
  return (
    <AppShell.Header className="bar">
      <Group h="100%" px={{ base: 'sm', sm: 'lg' }} gap="sm" justify="space-between" wrap="nowrap">
        <MenuButton isOpen={isOpen} onToggle={onToggle} />
        <CommandButton commands={commands} />
        <Group gap="sm" wrap="nowrap">
          <LiveMark />
          <AlertsBell />
          {seesEnforcements && (
            <Group gap="sm" wrap="nowrap" data-tour="limits">
              <StopAndRestore {...openOf('stop')} />
              <FreezeButton {...openOf('freeze')} />
            </Group>
          )}
        </Group>
      </Group>
    </AppShell.Header>
  )
}

/** The place of the sidebar, which stays empty while its code loads. */
const Side = (props: SideProps) => (
  <AppShell.Navbar className="sidebar" aria-label={words.app.product}>
    <Boundary>
      <Suspense fallback={null}>
        <Sides {...props} />
      </Suspense>
    </Boundary>
  </AppShell.Navbar>
)

/** Shows the page, or why the caller's roles never see it. */
function PageOfRole() {
  const path = useRouterState({ select: ({ location: at }) => at.pathname })
  const own = useMe()?.roles
  const roles = rolesOfPage(path)
  if (own === undefined || roles === undefined || roles.some((role) => own.includes(role))) return <Outlet />
  return (
    <Suspense fallback={null}>
      <Forbidden roles={roles} />
    </Suspense>
  )
}

/** Binds G and a letter to each page, J and K to the rows of a page, and Ctrl or ⌘ K to the command menu. */
function useFrameKeys(openCommands: () => void): void {
  const navigate = useNavigate()
  useLetters({
    ...Object.fromEntries(ALL_PLACES.map(({ letter, to }) => [`g+${letter}`, () => void navigate({ to })])),
    'g+s': () => void navigate({ to: '/search', search: {} }),
    'g+m': () => void navigate({ to: '/me' }),
    j: () => moveBetweenRows(1),
    k: () => moveBetweenRows(-1),
  })
  useChord('k', openCommands)
}

/** Shows, on paper only, the address of the page, its printer and the time. */
function PrintHead() {
  const me = useMe()
  const address = useRouterState({ select: ({ location: at }) => `${location.origin}${at.href}` })
  const now = useNow()
  return (
    <Text size="sm" className="only-print">
      {words.timeline.printed({ address, by: me?.pseudonym ?? '', at: formatFull(new Date(now)) })}
    </Text>
  )
}
