import { Button, Group, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Case, ThreadPost } from '../api/shapes.ts'
import { readPageTexts, words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { Handle, Hostile } from './handle.tsx'
import { HostileText } from './hostile-text.tsx'

const WholeThread = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./whole-thread.tsx')).WholeThread }
})

type Opened = 'stored' | 'whole' | undefined

/** Shows the messages around a content on request only: they are more than was reported. */
export function Thread({ of: { id, thread, content, translates } }: { of: Case }) {
  const [opened, setOpened] = useState<Opened>()
  const { before, after } = thread
  if (content === null) return null
  const isAnswerToUnknown = content.parentId !== null && before.length === 0
  const count = before.length + after.length
  const toggle = (part: Opened) => () => setOpened(opened === part ? undefined : part)
  return (
    <Stack gap="xs" mt="xs" align="flex-start">
      {count === 0 && isAnswerToUnknown && <Note>{words.thread.unknown}</Note>}
      <Group gap="xs">
        {count > 0 && (
          <Button size="compact-sm" variant="default" aria-expanded={opened === 'stored'} onClick={toggle('stored')}>
            {opened === 'stored' ? words.thread.close : words.thread.open({ count })}
          </Button>
        )}
        <Button size="compact-sm" variant="default" aria-expanded={opened === 'whole'} onClick={toggle('whole')}>
          {opened === 'whole' ? words.thread.closeWhole : words.thread.openWhole}
        </Button>
      </Group>
      {opened === 'stored' && (
        <Stack gap="sm" component="section" aria-label={words.thread.title}>
          {isAnswerToUnknown && <Note>{words.thread.unknown}</Note>}
          <Posts title={words.thread.before} posts={before} />
          <Posts title={words.thread.after} posts={after} />
        </Stack>
      )}
      {opened === 'whole' && (
        <Suspense fallback={null}>
          <WholeThread caseId={id} translates={translates} />
        </Suspense>
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
