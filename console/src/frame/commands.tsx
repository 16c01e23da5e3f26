import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight'
import {
  IconArrowRight,
  IconFolderPlus,
  IconHelpCircle,
  IconHistory,
  IconMap2,
  IconPlayerPause,
  IconSearch,
  IconSettings,
  IconSnowflake,
  IconUser,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { rolesOfPage } from '../components/page-roles.ts'
import { PLACE_ICONS } from '../components/place-icons.ts'
import { listPlaces } from '../components/places.ts'
import { accountPlace, type Hit, ownPlace, type Place, peopleQuery, searchQuery } from '../components/search-query.ts'
import { useHasRole, useListsPeople, useSeesCases } from '../components/use-roles.ts'
import { releaseLetters } from '../shell/keys.ts'
import { useMe } from '../shell/me.tsx'
import { listRecentSearches } from '../shell/recent-searches.ts'
import { askForTour } from '../shell/tour-request.ts'
import { words } from '../words/words.ts'

const ICON = { size: 18, stroke: 1.6, 'aria-hidden': true } as const
const SHOWN_MAX = 14
const HITS_SHOWN = 5
const PAUSE_MS = 150

export const openMenu = (): void => spotlight.open()

/**
 * The command menu: opens what an id or a search names, goes to any page of the caller, and opens what stops, restores
 * or freezes. It changes nothing by itself: each act is pressed where it says what will happen.
 */
export function CommandMenu({ onStop, onFreeze }: { onStop?: () => void; onFreeze?: () => void }) {
  const [query, setQuery] = useState('')
  const text = query.trim()
  const found = useFound(text)
  const goTo = useGoTo()
  const recent = useRecent()
  const acts = [
    ...useOpenCase(),
    ...(onStop === undefined ? [] : [{ ...ACTS.stop, onClick: onStop }]),
    ...(onFreeze === undefined ? [] : [{ ...ACTS.freeze, onClick: onFreeze }]),
  ]
  return (
    <Spotlight
      actions={[
        ...found,
        { group: words.frame.commands.act, actions: acts },
        { group: words.frame.commands.recent, actions: recent },
        { group: words.frame.commands.goTo, actions: goTo },
      ]}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setQuery('')}
      clearQueryOnClose={false} // Clearing ends with the closing animation, when the menu may be open again.
      shortcut={null}
      limit={SHOWN_MAX}
      scrollable
      maxHeight={480}
      nothingFound={words.frame.commands.none}
      searchProps={{
        leftSection: <IconSearch {...ICON} />,
        placeholder: words.frame.commands.placeholder,
        'aria-label': words.frame.commands.title,
        onFocus: releaseLetters,
        onKeyDown: pressFirst,
      }}
    />
  )
}

/** Enter presses the first command while none is selected: a list that has just changed selects none for a moment. */
function pressFirst({ key, currentTarget, nativeEvent }: KeyboardEvent<HTMLInputElement>): void {
  const menu = currentTarget.closest('[role=dialog]')
  if (key !== 'Enter' || nativeEvent.isComposing || menu?.querySelector('[data-selected]') !== null) return
  menu.querySelector<HTMLElement>('[data-action]')?.click()
}

const ACTS = {
  stop: { id: 'stop', label: words.frame.commands.stop, leftSection: <IconPlayerPause {...ICON} /> },
  freeze: { id: 'freeze', label: words.frame.commands.freeze, leftSection: <IconSnowflake {...ICON} /> },
} satisfies Record<string, SpotlightActionData>

/** Opens the page on which a person opens a case. */
function useOpenCase(): SpotlightActionData[] {
  const navigate = useNavigate()
  const mayOpen = useHasRole('reviewer', 'senior', 'lead', 'policy')
  const label = words.opening.begin
  const leftSection = <IconFolderPlus {...ICON} />
  return mayOpen ? [{ id: 'open-case', label, leftSection, onClick: () => void navigate({ to: '/open-case' }) }] : []
}

/** The last searches of the caller in this browser. */
function useRecent(): SpotlightActionData[] {
  const navigate = useNavigate()
  const me = useMe()
  const mayRead = useHasRole(...(rolesOfPage('/search') ?? []))
  if (me === undefined || !mayRead) return []
  return listRecentSearches(me.id).map((text) => ({
    id: `recent:${text}`,
    label: text,
    leftSection: <IconHistory {...ICON} />,
    onClick: () => void navigate({ to: '/search', search: { q: text } }),
  }))
}

/** The pages of the caller. */
function useGoTo(): SpotlightActionData[] {
  const navigate = useNavigate()
  const me = useMe()
  const places = listPlaces(me?.roles ?? [])
  return [
    ...places.map(({ to, name }) => {
      const Icon = PLACE_ICONS[name]
      return {
        id: to,
        label: words.nav[name],
        leftSection: <Icon {...ICON} />,
        onClick: () => void navigate({ to }),
      }
    }),
    {
      id: '/me',
      label: words.nav.me,
      leftSection: <IconSettings {...ICON} />,
      onClick: () => void navigate({ to: '/me' }),
    },
    {
      id: '/help',
      label: words.frame.help,
      leftSection: <IconHelpCircle {...ICON} />,
      onClick: () => void navigate({ to: '/help' }),
    },
    { id: 'tour', label: words.frame.tour, leftSection: <IconMap2 {...ICON} />, onClick: askForTour },
  ]
}

/** Opens the people of the organisation whom the text names, for those who may list them. */
function usePeople(text: string, settled: string): SpotlightActionData[] {
  const found = useQuery(peopleQuery(settled, useListsPeople()))
  const navigate = useNavigate()
  const people = found.data?.items ?? []
  return people.slice(0, HITS_SHOWN).map(({ id, pseudonym, team }) => ({
    id: `person:${id}`,
    label: pseudonym,
    description: team,
    keywords: [text],
    leftSection: <IconUser {...ICON} />,
    onClick: () => void navigate({ to: '/team/$staffId', params: { staffId: id } }),
  }))
}

/** The object whose whole id was typed, the whole search, and the first hits. */
function useFound(text: string): SpotlightActionData[] {
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const people = usePeople(text, settled)
  const seesCases = useSeesCases()
  const found = useQuery(searchQuery({ kind: 'case', q: seesCases ? settled : '', why: '' }))
  const navigate = useNavigate()
  const goTo = useGoToPlace()
  if (text === '') return []
  const items = found.data?.items ?? []
  const own = ownPlace(text)
  const account = accountPlace(text, items)
  const toAction = (to: Place, label: string, description?: string): SpotlightActionData => ({
    id: `${to.kind}:${to.id}`,
    label,
    ...(description !== undefined && { description }),
    keywords: [text],
    leftSection: <IconArrowRight {...ICON} />,
    onClick: () => goTo(to),
  })
  const search = {
    id: 'search',
    label: words.frame.commands.search({ text }),
    keywords: [text],
    leftSection: <IconSearch {...ICON} />,
    onClick: () => void navigate({ to: '/search', search: { q: text } }),
  }
  const open = (place: Place | undefined) =>
    place === undefined ? [] : [toAction(place, `${words.search.open[place.kind]} ${place.id}`)]
  const cases = items
    .filter((hit) => hit.kind === 'case' && hit.id !== own?.id)
    .slice(0, HITS_SHOWN)
    .map((hit) => toAction({ kind: 'case', id: hit.id }, hit.id, describe(hit)))
  // Hits arrive later and stand below, so that Enter never presses something that just moved under the selection.
  return [...open(own), search, ...open(account), ...cases, ...people]
}

const describe = (hit: Hit): string => (hit.kind === 'case' ? `${hit.queue} · ${words.search.states[hit.state]}` : '')

function useGoToPlace(): (place: Place) => void {
  const navigate = useNavigate()
  return ({ kind, id }) => {
    if (kind === 'enforcement') void navigate({ to: '/enforcements/$enforcementId', params: { enforcementId: id } })
    else if (kind === 'case') void navigate({ to: '/cases/$caseId', params: { caseId: id } })
    else void navigate({ to: '/accounts/$accountId', params: { accountId: id } })
  }
}
