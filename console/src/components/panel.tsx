import { Paper, Skeleton, Text, Title } from '@mantine/core'
import { Component, type ReactNode, useDeferredValue, useEffect, useState } from 'react'
import { words } from '../words/words.ts'
import { ProblemNote } from './problem-note.tsx'

/** A part of a page that fails alone: the parts beside it keep working. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return <ProblemNote error={this.state.error} onAgain={() => this.setState({ error: undefined })} />
  }
}

/** A titled part of a page, in a boundary of its own. */
export function Panel({
  title,
  children,
  aside,
  className,
  id,
}: {
  title: string
  id?: string
  children: ReactNode
  aside?: ReactNode
  className?: string
}) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title} className={className ?? ''} {...(id && { id })}>
      <div
        style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'baseline', gap: 8 }}
      >
        <Title order={2} size="h5" mb="xs">
          {title}
        </Title>
        {aside}
      </div>
      <Boundary>{children}</Boundary>
    </Paper>
  )
}

/** The time after which a reader may wonder whether loading still goes on. */
const SLOW_MS = 3_000

/** Shows that a request runs and, after a while, that it still does. */
export function Loading() {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={words.app.loading}>
      <Skeleton height={80} className="loading" />
      {isSlow && (
        <Text size="sm" c="dimmed">
          {words.app.slow}
        </Text>
      )}
    </div>
  )
}

/**
 * Shows a query: its answer, that it loads, or why it failed. React renders an answer in slices, between which the page
 * takes presses and keys.
 */
export function Shown<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
  children: (data: T) => ReactNode
}) {
  const data = useDeferredValue(query.data)
  if (data !== undefined) return children(data)
  if (query.data !== undefined) return <Loading />
  if (query.isPending && query.error === null) return <Loading />
  return <ProblemNote error={query.error} onAgain={() => void query.refetch()} />
}
