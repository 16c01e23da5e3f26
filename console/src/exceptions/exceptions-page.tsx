import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Page } from '../components/page.tsx'
import { Loading, Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { MoreButton } from '../components/more-button.tsx'
import { words } from '../words/words.ts'
import { ExceptionRow } from './exception-row.tsx'
import { exceptionsQuery } from './queries.ts'

interface Props {
  ended: boolean
  onEnded: (ended: boolean) => void
}

/** Shows the newsworthy exceptions in effect, or those that ended, with the form that ends one. */
export function ExceptionsPage({ ended, onEnded }: Props) {
  const list = useInfiniteQuery(exceptionsQuery(ended))
  const [result, setResult] = useState<string>()
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  const counts = list.data?.pages[0]?.counts
  return (
    <Page title={words.exceptions.title} about={words.exceptions.about}>
      <Text size="sm">
        {words.exceptions.proposed} <Link to="/queue">{words.review.toQueue}</Link>
      </Text>
      {result !== undefined && (
        <Text fw={600} role="status">
          {result}
        </Text>
      )}
      <SegmentedControl
        w="fit-content"
        aria-label={words.exceptions.show}
        data={[
          { value: 'active', label: words.exceptions.active({ count: counts?.standing ?? 0 }) },
          { value: 'ended', label: words.exceptions.past({ count: counts?.ended ?? 0 }) },
        ]}
        value={ended ? 'ended' : 'active'}
        onChange={(value) => onEnded(value === 'ended')}
      />
      <Panel title={ended ? words.exceptions.pastTitle : words.exceptions.activeTitle}>
        <Stack gap="md">
          {list.isPending && <Loading />}
          {list.isError && <ProblemNote error={list.error} onAgain={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && (
            <Text c="dimmed">{ended ? words.exceptions.nonePast : words.exceptions.none}</Text>
          )}
          {rows.map((exception) => (
            <ExceptionRow key={exception.id} exception={exception} onEnd={setResult} />
          ))}
          <MoreButton list={list} label={words.exceptions.more} />
        </Stack>
      </Panel>
    </Page>
  )
}
