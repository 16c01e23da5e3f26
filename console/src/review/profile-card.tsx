import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Case } from '../api/shapes.ts'
import { formatAgo, formatCount, formatDay, formatFull } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { HostileText } from '../components/hostile-text.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { TextButton } from '../components/text-button.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { Avatar } from './avatar.tsx'
import { type CaseProfile, type Profile, profileQuery, type RecentPost } from './profile-query.ts'

const BIO_LINES = 4
const POST_LINES = 4
const POSTS_FIRST = 3

/**
 * Shows the account as its visitors see it, with its newest posts. A platform that does not answer is named, and the
 * rest of the page works.
 */
export function ProfileCard({ of: { id: caseId, accountId } }: { of: Case }) {
  const found = useQuery(profileQuery(caseId))
  return (
    <Panel title={words.profile.title} className="profile">
      {found.isError && <ProblemNote error={found.error} onAgain={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={72} className="loading" />}
      {found.data !== undefined && (
        <Stack gap="md">
          {found.data.profile === null ? (
            <Missing why={found.data.profileMissing} onAgain={() => void found.refetch()} />
          ) : (
            <AsShown caseId={caseId} profile={found.data.profile} seed={accountId ?? caseId} />
          )}
          <RecentPosts of={found.data} onAgain={() => void found.refetch()} />
        </Stack>
      )}
    </Panel>
  )
}

function AsShown({ caseId, profile, seed }: { caseId: string; profile: Profile; seed: string }) {
  const now = useNow()
  const { bio, displayName, handle, isWithheld, readAt } = profile
  return (
    <Group align="flex-start" gap="md" wrap="nowrap">
      <Avatar caseId={caseId} profile={profile} seed={seed} />
      <Stack gap={2} miw={0} flex={1}>
        <Group gap="sm">
          <Text fw={600} size="lg" component="span">
            <Hostile>{displayName}</Hostile>
          </Text>
          <Handle handle={handle} />
        </Group>
        <Text size="sm" c="dimmed">
          {formatFacts(profile).join(' · ')}
          {readAt !== null && ` · ${words.profile.read({ ago: formatAgo(readAt, now) })}`}
        </Text>
        {isWithheld && <Text size="sm">{words.profile.withheld}</Text>}
        {bio !== null && bio !== '' && <HostileText text={bio} lines={BIO_LINES} />}
      </Stack>
    </Group>
  )
}

/** Lists reach and age. A fact that the platform does not have is left out; one that it did not give is unknown. */
function formatFacts({ reach, createdAt, absent }: Profile): string[] {
  const isAbsent = (fact: Profile['absent'][number]) => absent.includes(fact)
  return [
    ...(isAbsent('reach')
      ? []
      : [reach === null ? words.profile.reachUnknown : words.who.followers({ count: formatCount(reach) })]),
    ...(isAbsent('createdAt')
      ? []
      : [createdAt === null ? words.profile.ageUnknown : words.who.age({ age: formatDay(createdAt) })]),
  ]
}

function Missing({ why, onAgain }: { why: CaseProfile['profileMissing']; onAgain: () => void }) {
  if (why === null) return null
  return (
    <Group gap="sm">
      <StatePill tone={why === 'absent' ? 'ended' : 'waits'}>{words.profile.missing[why]}</StatePill>
      {(why === 'unknown' || why === 'busy') && <TextButton onPress={onAgain}>{words.profile.again}</TextButton>}
    </Group>
  )
}

/** Shows the newest posts, the first ones at once and the reported one always. */
function RecentPosts({
  of: { posts, postsMissing, profileMissing },
  onAgain,
}: {
  of: CaseProfile
  onAgain: () => void
}) {
  const [isOpen, setOpen] = useState(false)
  if (posts === null) return postsMissing === profileMissing ? null : <Missing why={postsMissing} onAgain={onAgain} />
  const shown = isOpen ? posts : posts.filter(({ isReported }, place) => place < POSTS_FIRST || isReported)
  const more = posts.length - shown.length
  return (
    <Stack gap="sm" component="section" aria-label={words.profile.posts}>
      <Text size="sm" fw={600}>
        {posts.length === 0 ? words.profile.noPosts : words.profile.posts}
      </Text>
      {shown.map((post) => (
        <Post key={post.id} post={post} />
      ))}
      {(more > 0 || isOpen) && posts.length > POSTS_FIRST && (
        <TextButton onPress={() => setOpen(!isOpen)}>
          {isOpen ? words.profile.fewerPosts : words.profile.morePosts({ count: more })}
        </TextButton>
      )}
    </Stack>
  )
}

function Post({ post: { text, createdAt, isCut, isReported, mediaCount, parentId } }: { post: RecentPost }) {
  const now = useNow()
  return (
    <div className="recent-post" data-reported={isReported || undefined}>
      <Group gap="sm" mb={2}>
        {isReported && <StatePill tone="alarm">{words.profile.reported}</StatePill>}
        <Text size="sm" c="dimmed" {...(createdAt !== null && { title: formatFull(createdAt) })}>
          {createdAt === null ? words.profile.timeUnknown : formatAgo(createdAt, now)}
          {parentId !== null && ` · ${words.profile.answer}`}
          {mediaCount > 0 && ` · ${words.thread.media({ count: mediaCount })}`}
        </Text>
      </Group>
      {text === null ? (
        <Text size="sm">{words.profile.withheld}</Text>
      ) : (
        <HostileText text={text} size="sm" lines={POST_LINES} />
      )}
      {isCut && (
        <Text size="sm" c="dimmed">
          {words.evidence.cut}
        </Text>
      )}
    </div>
  )
}
