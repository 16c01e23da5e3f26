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
import { listHits, ToPlace } from './hits.tsx'
import { Accounts, Cases, Enforcements, People, Reporter } from './result-panels.tsx'

const PAUSE_MS = 250

/**
 * Shows what is found by handle, name, id, words or reporter; the address holds the text. Enter opens the object whose
 * whole id was typed.
 */
export function SearchPage({
  text,
  onText,
  onPlace,
}: {
  text: string
  onText: (text: string) => void
  onPlace: (place: Place) => void
}) {
  const [settled] = useDebouncedValue(text.trim(), PAUSE_MS)
  const [why, setWhy] = useState('')
  const go = useGo(why, onPlace)
  return (
    <Page title={words.search.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          go(text.trim())
        }}
      >
        <TextInput
          label={words.search.label}
          value={text}
          maxLength={CHARS_MAX}
          autoFocus
          onChange={(event) => onText(event.currentTarget.value)}
        />
      </form>
      {settled.length < CHARS_MIN ? (
        <Text c="dimmed">{words.search.hint}</Text>
      ) : (
        <Results text={settled} why={why} onWhy={setWhy} />
      )}
    </Page>
  )
}

function Results({ text, why, onWhy }: { text: string; why: string; onWhy: (why: string) => void }) {
  const cases = useInfiniteQuery(hitsQuery({ kind: 'case', q: text, why: '' }))
  const accounts = useInfiniteQuery(hitsQuery({ kind: 'account', q: text, why }))
  const enforcements = useInfiniteQuery(hitsQuery({ kind: 'enforcement', q: text, why: '' }))
  return (
    <>
      <Straight text={text} hits={[...listHits(cases), ...listHits(accounts)]} />
      <Accounts text={text} found={accounts} why={why} onWhy={onWhy} />
      <Cases text={text} found={cases} />
      <Enforcements text={text} found={enforcements} />
      <People text={text} />
      <Reporter key={text} text={text} />
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
      const asked = [{ kind: 'case', q: text, why: '' } as const, { kind: 'account', q: text, why } as const]
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
