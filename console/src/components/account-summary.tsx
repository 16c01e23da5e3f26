import { Badge, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Account, Case } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { formatAgo, formatCount, formatDay } from './format.ts'
import { formatDone } from './format-action.ts'
import { Hostile } from './handle.tsx'
import { nameTag } from './names.ts'
import { Panel } from './panel.tsx'
import { hasMembers } from './platforms.ts'
import { formatPolicyVersion } from './policy-version.ts'
import { StateBadge } from './state-badge.tsx'
import { SubjectName } from './subject-name.tsx'
import { useNow } from './use-now.tsx'

/** Shows the account before its content: reach, office, age, and earlier decisions about it. */
export function AccountSummary({ account, history }: { account: Account | null; history: Case['history'] }) {
  const timeline = useRef<HTMLAnchorElement>(null)
  useLetters({ h: () => timeline.current?.click() })
  return (
    <Panel title={words.who.title}>
      {account === null ? <Text>{words.who.reachUnknown}</Text> : <AccountFacts account={account} />}
      <History history={history} />
      {account !== null && (
        <Link ref={timeline} to="/accounts/$accountId" params={{ accountId: account.id }}>
          {words.who.timeline} ›
        </Link>
      )}
    </Panel>
  )
}

export function AccountFacts({ account }: { account: Account }) {
  const now = useNow()
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <SubjectName handle={account.handle} id={account.id} />
        {account.displayName !== null && <Hostile>{account.displayName}</Hostile>}
        <Text span c="dimmed">
          {account.verified ? words.who.verified : words.who.notVerified}
        </Text>
        {account.protected && (
          <Badge variant="outline" color="accent">
            {words.who.protected}
          </Badge>
        )}
      </Group>
      <Text size="lg" fw={700}>
        {formatReach(account)}
      </Text>
      <Text>{account.tags.length === 0 ? words.who.noOffice : account.tags.map(nameTag).join(', ')}</Text>
      <Text size="sm" c="dimmed">
        {account.createdAt !== null && `${words.who.age({ age: formatDay(account.createdAt) })} · `}
        {words.who.factsRead({ ago: formatAgo(account.factsAt, now) })}
      </Text>
    </Stack>
  )
}

/** Formats a reach in words, and never as 0 when it is unknown. */
export function formatReach({
  id,
  reach,
  reachCounted,
  absent,
}: Pick<Account, 'id' | 'reach' | 'reachCounted' | 'absent'>): string {
  const counted = reachCounted ?? reach
  if (counted !== null) return words.who[hasMembers(id) ? 'members' : 'followers']({ count: formatCount(counted) })
  return absent.includes('reach') ? words.who.reachAbsent : words.who.reachUnknown
}

function History({ history }: { history: Case['history'] }) {
  if (history.decisions.length === 0 && history.enforcements.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.who.noHistory}
      </Text>
    )
  }
  return (
    <Stack gap={2} mt="xs">
      <Text size="sm" fw={600}>
        {words.who.history}
      </Text>
      {history.enforcements.slice(0, 5).map((enforcement) => (
        <Group key={enforcement.id} gap="xs">
          <Link to="/enforcements/$enforcementId" params={{ enforcementId: enforcement.id }}>
            {enforcement.id}
          </Link>
          <Text span size="sm">
            {formatDone(enforcement)}
          </Text>
          <StateBadge state={enforcement.state} />
        </Group>
      ))}
      {history.decisions.slice(0, 5).map((decision) => (
        <Text key={decision.id} size="sm">
          {formatDay(decision.decidedAt)} · {words.review.conclusions[decision.conclusion]}
          {decision.policyId !== null && ` · ${decision.policyId}${formatPolicyVersion(decision)}`}
        </Text>
      ))}
    </Stack>
  )
}
