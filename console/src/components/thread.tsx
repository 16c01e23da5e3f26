import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Case, ThreadPost } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { Handle, Hostile } from './handle.tsx'
import { HostileText } from './hostile-text.tsx'

/** Shows the posts before and after a post on request only: they are more than was reported. */
export function Thread({ of: { thread, content } }: { of: Case }) {
  const [isOpen, setOpen] = useState(false)
  const { before, after } = thread
  if (content === null) return null
  const isAnswerToUnknown = content.parentId !== null && before.length === 0
  const count = before.length + after.length
  if (count === 0) return isAnswerToUnknown ? <Note>{words.thread.unknown}</Note> : null
  return (
    <Stack gap="xs" mt="xs" align="flex-start">
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.thread.close : words.thread.open({ count })}
      </Button>
      {isOpen && (
        <Stack gap="sm" component="section" aria-label={words.thread.title}>
          {isAnswerToUnknown && <Note>{words.thread.unknown}</Note>}
          <Posts title={words.thread.before} posts={before} />
          <Posts title={words.thread.after} posts={after} />
        </Stack>
      )}
    </Stack>
  )
}

const Note = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)

function Posts({ title, posts }: { title: string; posts: readonly ThreadPost[] }) {
  if (posts.length === 0) return null
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {posts.map(({ id, accountId, handle, text, language, createdAt, mediaCount }) => (
        <div key={id}>
          <Text size="sm" c="dimmed">
            {handle === null ? <Hostile>{accountId}</Hostile> : <Handle handle={handle} />}
            {createdAt !== null && ` · ${formatFull(createdAt)}`}
            {mediaCount > 0 && ` · ${words.thread.media({ count: mediaCount })}`}
          </Text>
          <HostileText text={text ?? words.evidence.noText} lang={language ?? undefined} size="sm" />
        </div>
      ))}
    </Stack>
  )
}
