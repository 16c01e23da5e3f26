import { Group, Kbd, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Hostile } from '../components/handle.tsx'
import { Page } from '../components/page.tsx'
import { Panel } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { ViewReasonForm } from '../components/view-reason-form.tsx'
import { words } from '../words/words.ts'
import { Hits, ToPlace } from './hits.tsx'
import { accountPlace, CHARS_MAX, CHARS_MIN, ownPlace, type Place, searchQuery } from '../components/search-query.ts'

const PAUSE_MS = 250
const SAID_CHARS_MAX = 40

/**
 * Shows accounts and cases found by handle, name, id, words or reporter; the address holds the text. Enter opens the
 * object whose whole id was typed.
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
        <>
          <Straight text={settled} why={why} />
          <Accounts text={settled} why={why} onWhy={setWhy} />
          <Cases text={settled} />
          <Reporter key={settled} text={settled} />
        </>
      )}
    </Page>
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
        asked.map(searchQuery).map(async (query) => (query.enabled ? client.fetchQuery(query) : { items: [] })),
      )
      return accountPlace(
        text,
        found.flatMap(({ items }) => items),
      )
    },
    networkMode: 'always',
    onSuccess: (place) => place && onPlace(place),
  })
  return find.mutate
}

/** Shows the object whose whole id was typed, above all hits. */
function Straight({ text, why }: { text: string; why: string }) {
  const cases = useQuery(searchQuery({ kind: 'case', q: text, why: '' }))
  const accounts = useQuery(searchQuery({ kind: 'account', q: text, why }))
  const place = ownPlace(text) ?? accountPlace(text, [...(cases.data?.items ?? []), ...(accounts.data?.items ?? [])])
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

/** Returns the typed text, cut to one line. */
const cut = (text: string): string => (text.length > SAID_CHARS_MAX ? `${text.slice(0, SAID_CHARS_MAX)}…` : text)

const nothing = (text: string) => ({
  title: words.search.nothing({ text: cut(text) }),
  description: words.search.nothingNext,
})

function Accounts({ text, why, onWhy }: { text: string; why: string; onWhy: (why: string) => void }) {
  const found = useQuery(searchQuery({ kind: 'account', q: text, why }))
  return (
    <Panel title={words.search.accounts}>
      {why === '' ? (
        <ViewReasonForm says={words.why.search} onWhy={onWhy} />
      ) : (
        <Hits query={found} empty={nothing(text)} />
      )}
      <ToBulkAction kind="account" text={text} found={found.data?.items.length ?? 0} />
    </Panel>
  )
}

function Cases({ text }: { text: string }) {
  const found = useQuery(searchQuery({ kind: 'case', q: text, why: '' }))
  return (
    <Panel title={words.search.cases}>
      <Hits query={found} empty={nothing(text)} />
      <ToBulkAction kind="case" text={text} found={found.data?.items.length ?? 0} />
    </Panel>
  )
}

/** Links from more than one hit to one decision about all. */
function ToBulkAction({ kind, text, found }: { kind: 'account' | 'case'; text: string; found: number }) {
  const mayAsk = useHasRole('senior', 'lead')
  if (!mayAsk || found < 2) return null
  return (
    <Link to="/bulk-actions/new" search={{ q: text, kind }}>
      {words.bulkActions.ofResults}
    </Link>
  )
}

/** Shows reporters, never while typing: each search takes a reason and is recorded. */
function Reporter({ text }: { text: string }) {
  const [why, setWhy] = useState('')
  const found = useQuery(searchQuery({ kind: 'reporter', q: text, why }))
  const mayAsk = useHasRole('lead', 'policy', 'auditor')
  const empty = { title: words.search.noReporter({ text: cut(text) }), description: words.search.reporterNext }
  return (
    <Panel title={words.search.reporter}>
      {!mayAsk && <Text c="dimmed">{words.search.notReporter}</Text>}
      {mayAsk &&
        (why === '' ? (
          <ViewReasonForm says={words.why.reporter} onWhy={setWhy} />
        ) : (
          <Hits query={found} empty={empty} />
        ))}
    </Panel>
  )
}
