import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Hostile } from '../components/handle.tsx'
import { useMe } from '../shell/me.tsx'
import { clearRecentSearches, listRecentSearches, storeRecentSearch } from '../shell/recent-searches.ts'
import { words } from '../words/words.ts'

/** Stores the text of the page as a search of this person when they leave the page, and with the returned function. */
export function useStoreSearch(text: string): () => void {
  const person = useMe()?.id
  const store = () => {
    if (person !== undefined) storeRecentSearch(person, text)
  }
  const latest = useRef(store)
  useEffect(() => {
    latest.current = store
  })
  // Signing out clears what this stores: a page is left before the next one runs its effects.
  useEffect(() => () => latest.current(), [])
  return store
}

/** The last searches of this person in this browser, each a button that repeats it. */
export function RecentSearches({ onText }: { onText: (text: string) => void }) {
  const person = useMe()?.id
  const [isCleared, setCleared] = useState(false)
  const recent = person === undefined || isCleared ? [] : listRecentSearches(person)
  if (recent.length === 0) return null
  return (
    <Group gap={6} role="group" aria-label={words.results.recent.title}>
      <Text span size="sm" c="dimmed">
        {words.results.recent.title}
      </Text>
      {recent.map((text) => (
        <Button key={text} size="compact-sm" variant="default" onClick={() => onText(text)}>
          <Hostile>{text}</Hostile>
        </Button>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          clearRecentSearches()
          setCleared(true)
        }}
      >
        {words.results.recent.clear}
      </Button>
    </Group>
  )
}
