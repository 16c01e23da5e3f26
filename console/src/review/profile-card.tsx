import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Case } from '../api/shapes.ts'
import { formatAgo, formatCount, formatDay } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { HostileText } from '../components/hostile-text.tsx'
import { Panel } from '../components/panel.tsx'
import { hasMembers } from '../components/platforms.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { Avatar } from './avatar.tsx'
import { Missing } from './missing-read.tsx'
import { type Profile, profileQuery } from './profile-query.ts'

const BIO_LINES = 4

/** Shows the account as its visitors see it. A platform that does not answer is named, and the rest of the page works. */
export function ProfileCard({ of: { id: caseId, accountId } }: { of: Case }) {
  const found = useQuery(profileQuery(caseId))
  return (
    <Panel title={words.profile.title} className="profile">
      {found.isError && <ProblemNote error={found.error} onAgain={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={72} className="loading" />}
      {found.data?.profile === null && <Missing why={found.data.profileMissing} onAgain={() => void found.refetch()} />}
      {found.data?.profile && <AsShown caseId={caseId} profile={found.data.profile} accountId={accountId} />}
    </Panel>
  )
}

function AsShown({ caseId, profile, accountId }: { caseId: string; profile: Profile; accountId: string | null }) {
  const now = useNow()
  const { bio, displayName, handle, isWithheld, readAt } = profile
  const isOfMembers = accountId !== null && hasMembers(accountId)
  return (
    <Group align="flex-start" gap="md" wrap="nowrap">
      <Avatar caseId={caseId} profile={profile} seed={accountId ?? caseId} />
      <Stack gap={2} miw={0} flex={1}>
        <Group gap="sm">
          <Text fw={600} size="lg" component="span">
            <Hostile>{displayName}</Hostile>
          </Text>
          <Handle handle={handle} />
        </Group>
        <Text size="sm" c="dimmed">
          {formatFacts(profile, isOfMembers).join(' · ')}
          {readAt !== null && ` · ${words.profile.read({ ago: formatAgo(readAt, now) })}`}
        </Text>
        {isWithheld && <Text size="sm">{words.profile.withheld}</Text>}
        {bio !== null && bio !== '' && <HostileText text={bio} lines={BIO_LINES} />}
      </Stack>
    </Group>
  )
}

/** Lists reach and age. A fact that the platform does not have is left out; one that it did not give is unknown. */
function formatFacts({ reach, createdAt, absent }: Profile, isOfMembers: boolean): string[] {
  const nameReach = isOfMembers ? words.who.members : words.who.followers
  const isAbsent = (fact: Profile['absent'][number]) => absent.includes(fact)
  return [
    ...(isAbsent('reach')
      ? []
      : [reach === null ? words.profile.reachUnknown : nameReach({ count: formatCount(reach) })]),
    ...(isAbsent('createdAt')
      ? []
      : [createdAt === null ? words.profile.ageUnknown : words.who.age({ age: formatDay(createdAt) })]),
  ]
}
