import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { CaseRelated } from '../api/shapes.ts'
import { formatCount } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'
import { Missing } from './missing-read.tsx'

type Signal = CaseRelated['signals'][number]
type Account = Signal['accounts'][number]

const HEIGHT = 120
const TONES = { online: 'safe', restricted: 'waits', offline: 'alarm' } as const
/** Enough of the hash to tell signals apart by eye. */
const HASH_CHARS = 6

/**
 * Shows which accounts share a device, a means of payment or a network with the case's one, signal by signal, or the
 * members of a list.
 */
export function RelatedAccounts({ caseId, isList }: { caseId: string; isList: boolean }) {
  const read = useQuery({
    queryKey: ['case-related', caseId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/cases/{caseId}/related-accounts', { params: { path: { caseId } }, signal })),
    // Each answer is stored as evidence of what was shown, so an open one is not read again by itself.
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false },
  })
  if (read.isError) return null
  if (read.data === undefined) return <Skeleton height={HEIGHT} className="loading" />
  const signals = read.data.signals
  const missing = read.data.missing
  if (missing === 'absent')
    return <StatePill tone="ended">{isList ? words.related.noMembersRead : words.related.absent}</StatePill>
  if (missing !== null) return <Missing why={missing} onAgain={() => void read.refetch()} />
  if (signals.length === 0) return <Text c="dimmed">{isList ? words.related.noMembers : words.related.none}</Text>
  return (
    <Stack
      gap="md"
      component="section"
      aria-label={isList ? words.profile.openMembers : words.profile.openRelated}
      w="100%"
    >
      {signals.map((signal) => (
        <SignalRow key={`${signal.kind} ${signal.id}`} of={signal} />
      ))}
    </Stack>
  )
}

function SignalRow({ of: { kind, id, total, accounts } }: { of: Signal }) {
  const hidden = accounts.filter((account) => account.id === null).length
  const left = total - accounts.length
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {words.related.kind[kind]({ name: id.slice(0, HASH_CHARS), count: formatCount(total) })}
      </Text>
      {accounts.map((account) => (account.id === null ? null : <Row key={account.id} of={account} id={account.id} />))}
      {hidden > 0 && <Note>{words.related.hidden({ count: hidden })}</Note>}
      {left > 0 && <Note>{words.related.left({ count: left })}</Note>}
    </Stack>
  )
}

function Row({ of: account, id }: { of: Account; id: string }) {
  const { handle, displayName, reach, state, violations, openCases } = account
  return (
    <Group gap="sm">
      <Link to="/accounts/$accountId" params={{ accountId: id }}>
        {handle === null ? <Hostile>{id}</Hostile> : <Handle handle={handle} />}
      </Link>
      {state !== null && <StatePill tone={TONES[state]}>{words.related.state[state]}</StatePill>}
      <Text size="sm" c="dimmed">
        {displayName !== null && (
          <>
            <Hostile>{displayName}</Hostile>
            {' · '}
          </>
        )}
        {reach === null ? words.profile.reachUnknown : words.who.followers({ count: formatCount(reach) })}
        {violations !== null && ` · ${words.related.violations({ count: violations })}`}
        {openCases !== null && openCases > 0 && ` · ${words.related.openCases({ count: openCases })}`}
        {state === null && ` · ${words.related.unknown}`}
      </Text>
    </Group>
  )
}

const Note = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)
