import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Case } from '../api/shapes.ts'
import { formatAgo, formatFull } from '../components/format.ts'
import { HostileText } from '../components/hostile-text.tsx'
import { Panel } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { TextButton } from '../components/text-button.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { Missing } from './missing-read.tsx'
import { profileQuery, type RecentPost } from './profile-query.ts'

const POST_LINES = 4
const POSTS_FIRST = 3
/** The usual height of the first posts, so that what stands below hardly moves. */
const POSTS_HEIGHT = 132

/** Shows the newest posts of a case's account, the first ones at once and the reported one always. */
export function RecentPosts({ of: { id: caseId } }: { of: Case }) {
  const found = useQuery(profileQuery(caseId))
  if (found.isError) return null
  if (found.data === undefined)
    return (
      <Panel title={words.profile.posts}>
        <Skeleton height={POSTS_HEIGHT} className="loading" />
      </Panel>
    )
  const { posts, postsMissing, profileMissing } = found.data
  // The profile card names the reason for both.
  if (posts === null && postsMissing === profileMissing) return null
  return (
    <Panel title={words.profile.posts}>
      {posts === null ? <Missing why={postsMissing} onAgain={() => void found.refetch()} /> : <Posts posts={posts} />}
    </Panel>
  )
}

function Posts({ posts }: { posts: readonly RecentPost[] }) {
  const [isOpen, setOpen] = useState(false)
  if (posts.length === 0) return <Text c="dimmed">{words.profile.noPosts}</Text>
  const shown = isOpen ? posts : posts.filter(({ isReported }, place) => place < POSTS_FIRST || isReported)
  const more = posts.length - shown.length
  return (
    <Stack gap="sm">
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
