import { EmptyState, Group, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatCount } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Shown } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'
import type { Hit, Place } from '../components/search-query.ts'

/** Shows each hit as a row, or that there is none. */
export function Hits({
  query,
  empty,
}: {
  query: UseQueryResult<{ items: readonly Hit[]; complete: boolean }>
  empty: { title: string; description: string }
}) {
  return (
    <Shown query={query}>
      {({ items, complete }) => (
        <>
          {items.length === 0 && <EmptyState {...empty} />}
          {items.map((hit) => (
            <Group key={hit.id} gap="sm" data-row>
              {hit.kind === 'account' ? <AccountHit hit={hit} /> : <CaseHit hit={hit} />}
            </Group>
          ))}
          {!complete && <Text c="dimmed">{words.search.incomplete}</Text>}
        </>
      )}
    </Shown>
  )
}

const AccountHit = ({ hit }: { hit: Extract<Hit, { kind: 'account' }> }) => (
  <>
    <ToPlace place={{ kind: 'account', id: hit.id }}>
      <Handle handle={hit.handle} />
    </ToPlace>
    {hit.displayName !== null && <Hostile>{hit.displayName}</Hostile>}
    <Text span size="sm" c="dimmed">
      {hit.reachCounted === null
        ? words.who.reachUnknown
        : words.who.followers({ count: formatCount(hit.reachCounted) })}
    </Text>
  </>
)

const CaseHit = ({ hit }: { hit: Extract<Hit, { kind: 'case' }> }) => (
  <>
    <ToPlace place={{ kind: 'case', id: hit.id }}>{hit.id}</ToPlace>
    <Text span size="sm">
      {hit.queue}
    </Text>
    <StatePill tone={hit.state === 'closed' ? 'ended' : 'waits'}>{words.search.states[hit.state]}</StatePill>
    <Hostile full>{hit.excerpt ?? ''}</Hostile>
  </>
)

export function ToPlace({ place: { kind, id }, children }: { place: Place; children: ReactNode }) {
  if (kind === 'enforcement') {
    return (
      <Link to="/enforcements/$enforcementId" params={{ enforcementId: id }}>
        {children}
      </Link>
    )
  }
  if (kind === 'case') {
    return (
      <Link to="/cases/$caseId" params={{ caseId: id }}>
        {children}
      </Link>
    )
  }
  return (
    <Link to="/accounts/$accountId" params={{ accountId: id }}>
      {children}
    </Link>
  )
}
