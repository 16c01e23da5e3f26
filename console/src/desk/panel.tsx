import { Paper, Skeleton, Title } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { words } from '../words/en.ts'
import { ProblemNote } from './problem-note.tsx'

/** A part of a page that fails alone: what stands beside it goes on. */
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
export function Panel({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: 8 }}>
        <Title order={2} size="h5" mb="xs">
          {title}
        </Title>
        {aside}
      </div>
      <Boundary>{children}</Boundary>
    </Paper>
  )
}

/** What a query shows: its answer, that it is asked for, or why there is none. */
export function Shown<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isPending && query.error === null) return <Skeleton height={80} role="status" aria-label={words.loading} />
  return <ProblemNote error={query.error} onAgain={() => void query.refetch()} />
}
