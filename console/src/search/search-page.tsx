import { Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { sayCount } from '../desk/format.ts'
import { Handle, Hostile } from '../desk/handle.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { words } from '../words/en.ts'

const PAUSE_MS = 250
const CHARS_MIN = 2

const searchQuery = (kind: 'account' | 'case', q: string) =>
  queryOptions({
    queryKey: ['search', kind, q],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/search', { params: { query: { kind, q, limit: 20 } }, signal })),
    enabled: q.length >= CHARS_MIN,
  })

/** Finds accounts and cases by handle, name, id or words; what is looked for stands in the address. */
export function SearchPage({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [settled] = useDebouncedValue(text.trim(), PAUSE_MS)
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {words.search.title}
      </Title>
      <TextInput
        label={words.search.label}
        value={text}
        maxLength={200}
        autoFocus
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {settled.length < CHARS_MIN ? (
        <Text c="dimmed">{words.search.hint}</Text>
      ) : (
        <>
          <Hits title={words.search.accounts} kind="account" text={settled} />
          <Hits title={words.search.cases} kind="case" text={settled} />
        </>
      )}
    </Stack>
  )
}

function Hits({ title, kind, text }: { title: string; kind: 'account' | 'case'; text: string }) {
  const found = useQuery(searchQuery(kind, text))
  return (
    <Panel title={title}>
      <Shown query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words.search.nothing(text)}</Text>
          ) : (
            items.map((hit) => (
              <Group key={hit.id} gap="sm" data-row>
                {hit.kind === 'account' ? (
                  <>
                    <Link to="/accounts/$accountId" params={{ accountId: hit.id }}>
                      <Handle handle={hit.handle} />
                    </Link>
                    {hit.displayName !== null && <Hostile>{hit.displayName}</Hostile>}
                    <Text span size="sm" c="dimmed">
                      {hit.reachCounted === null
                        ? words.who.reachUnknown
                        : words.who.followers(sayCount(hit.reachCounted))}
                    </Text>
                  </>
                ) : (
                  <>
                    <Link to="/cases/$caseId" params={{ caseId: hit.id }}>
                      {hit.id}
                    </Link>
                    <Text span size="sm">
                      {hit.queue} · {hit.state}
                    </Text>
                    <Hostile full>{hit.excerpt ?? ''}</Hostile>
                  </>
                )}
              </Group>
            ))
          )
        }
      </Shown>
    </Panel>
  )
}
