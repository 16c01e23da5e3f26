import { Group, Kbd, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Hostile } from '../components/handle.tsx'
import { Page } from '../components/page.tsx'
import {
  accountPlace,
  CHARS_MAX,
  CHARS_MIN,
  type Hit,
  hitsQuery,
  ownPlace,
  type Place,
} from '../components/search-query.ts'
import { words } from '../words/words.ts'
import { Filters } from './filters.tsx'
import { listHits, ToPlace } from './hits.tsx'
import { RecentSearches, useStoreSearch } from './recent-searches.tsx'
import { Accounts, Cases, Enforcements, People, Reporter } from './result-panels.tsx'
import { filterOf, isFiltered, type SearchView, showsKind } from './view.ts'

const PAUSE_MS = 250

/**
 * Shows what is found by handle, name, id, words or reporter; the address holds the text and the filters. Enter opens
 * the object whose whole id was typed.
 */
export function SearchPage({
  view,
  onView,
  onPlace,
}: {
  view: SearchView
  onView: (view: SearchView) => void
  onPlace: (place: Place) => void
}) {
  const { q = '', ...filters } = view
  const [settled] = useDebouncedValue(q.trim(), PAUSE_MS)
  const [why, setWhy] = useState('')
  const go = useGo(reasonOf(view, why), onPlace)
  const storeSearch = useStoreSearch(q)
  const onText = (text: string) => onView({ ...filters, ...(text !== '' && { q: text }) })
  return (
    <Page title={words.search.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          storeSearch()
          go(q.trim())
        }}
      >
        <TextInput
          label={words.search.label}
          value={q}
          maxLength={CHARS_MAX}
          autoFocus
          onChange={({ currentTarget: { value } }) => onText(value)}
        />
      </form>
      {settled.length < CHARS_MIN ? (
        <>
          <Text c="dimmed">{words.search.hint}</Text>
          <RecentSearches onText={onText} />
        </>
      ) : (
        <Results text={settled} view={view} onView={onView} why={why} onWhy={setWhy} />
      )}
    </Page>
  )
}

/** The reason for a search of accounts; none, and so no search, where they are not shown: each is recorded. */
const reasonOf = (view: SearchView, why: string): string => (showsKind(view, 'account') ? why : '')

function Results(props: {
  text: string
  view: SearchView
  onView: (view: SearchView) => void
  why: string
  onWhy: (why: string) => void
}) {
  const { text, view, onView, why, onWhy } = props
  const filter = filterOf(view)
  const cases = useInfiniteQuery(hitsQuery({ kind: 'case', q: text, why: '', filter }))
  const accounts = useInfiniteQuery(hitsQuery({ kind: 'account', q: text, why: reasonOf(view, why) }))
  const enforcements = useInfiniteQuery(hitsQuery({ kind: 'enforcement', q: text, why: '', filter }))
  const counted = { case: cases.data?.pages[0]?.facets, enforcement: enforcements.data?.pages[0]?.facets }
  const found = Object.entries(counted).filter(([kind, facets]) => facets && (view.kind ?? kind) === kind)
  const isPlain = view.kind === undefined && !isFiltered(view)
  return (
    <>
      <Straight text={text} hits={[...listHits(cases), ...listHits(accounts)]} />
      <Filters view={view} onView={onView} counted={Object.fromEntries(found)} />
      {showsKind(view, 'account') && <Accounts text={text} found={accounts} why={why} onWhy={onWhy} />}
      {showsKind(view, 'case') && <Cases text={text} found={cases} isWhole={!isFiltered(view)} />}
      {showsKind(view, 'enforcement') && <Enforcements text={text} found={enforcements} />}
      {showsKind(view, 'person') && <People text={text} />}
      {isPlain && <Reporter key={text} text={text} />}
    </>
  )
}

/** Returns the function that opens the object whose whole id was typed; without one, the results stay. */
function useGo(why: string, onPlace: (place: Place) => void): (text: string) => void {
  const client = useQueryClient()
  const find = useMutation({
    mutationFn: async (text: string): Promise<Place | undefined> => {
      const own = ownPlace(text)
      if (own !== undefined || text.length < CHARS_MIN) return own
      const asked = [
        { kind: 'case', q: text, why: '', filter: {} } as const,
        { kind: 'account', q: text, why } as const,
      ]
      const found = await Promise.all(
        asked.map(hitsQuery).map(async (query) => (query.enabled ? client.fetchInfiniteQuery(query) : { pages: [] })),
      )
      return accountPlace(
        text,
        found.flatMap(({ pages }) => pages.flatMap(({ items }) => items)),
      )
    },
    networkMode: 'always',
    onSuccess: (place) => place && onPlace(place),
  })
  return find.mutate
}

/** Shows the object whose whole id was typed, above all hits. */
function Straight({ text, hits }: { text: string; hits: readonly Hit[] }) {
  const place = ownPlace(text) ?? accountPlace(text, hits)
  if (place === undefined) return null
  return (
    <Group gap="sm" data-row>
      <ToPlace place={place}>
        {words.search.open[place.kind]} <Hostile>{place.id}</Hostile>
      </ToPlace>
      <Kbd size="xs">Enter</Kbd>
    </Group>
  )
}
