import { Button, EmptyState, Group, Text } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { formatDone } from '../components/format-action.ts'
import { formatCount } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Shown } from '../components/panel.tsx'
import type { Hit, Place } from '../components/search-query.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'
import { PlatformPill } from '../components/subject-name.tsx'

export type FoundHits = UseInfiniteQueryResult<InfiniteData<Reply<'/v1/search', 'get'>>>

/** The hits that are on the page. */
export const listHits = (found: FoundHits): readonly Hit[] => found.data?.pages.flatMap(({ items }) => items) ?? []

/** Shows each hit as a row, the button that loads further ones, or that there is none. */
export function Hits({ found, empty }: { found: FoundHits; empty: { title: string; description: string } }) {
  return (
    <Shown query={found}>
      {({ pages }) => (
        <>
          {listHits(found).length === 0 && <EmptyState {...empty} />}
          {listHits(found).map((hit) => (
            <Group key={hit.id} gap="sm" data-row>
              <HitRow hit={hit} />
            </Group>
          ))}
          <Incomplete parts={pages.flatMap(({ incomplete }) => incomplete)} />
          {found.hasNextPage && (
            <Button
              variant="default"
              size="xs"
              mt="xs"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              {words.results.more}
            </Button>
          )}
        </>
      )}
    </Shown>
  )
}

function Incomplete({ parts }: { parts: readonly string[] }) {
  if (parts.length === 0) return null
  const isComments = parts.every((part) => part === 'comments')
  return <Text c="dimmed">{isComments ? words.results.newestComments : words.search.incomplete}</Text>
}

function HitRow({ hit }: { hit: Hit }) {
  switch (hit.kind) {
    case 'account':
      return <AccountHit hit={hit} />
    case 'case':
      return <CaseHit hit={hit} />
    case 'enforcement':
      return <EnforcementHit hit={hit} />
    default:
      return hit satisfies never
  }
}

const AccountHit = ({ hit }: { hit: Extract<Hit, { kind: 'account' }> }) => (
  <>
    <ToPlace place={{ kind: 'account', id: hit.id }}>
      <Handle handle={hit.handle} />
    </ToPlace>
    <PlatformPill id={hit.id} />
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

const EnforcementHit = ({ hit }: { hit: Extract<Hit, { kind: 'enforcement' }> }) => (
  <>
    <ToPlace place={{ kind: 'enforcement', id: hit.id }}>{hit.id}</ToPlace>
    <Handle handle={hit.handle} />
    <Text span size="sm">
      {formatDone(hit)}
    </Text>
    <StateBadge state={hit.state} />
    <Text span size="sm" c="dimmed">
      {hit.policyId}
    </Text>
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
