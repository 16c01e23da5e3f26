import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** Shows a page: its one heading, an optional purpose, and its content. */
export function Page({ title, about, children }: { title: ReactNode; about?: string; children: ReactNode }) {
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {title}
      </Title>
      {about !== undefined && (
        <Text size="sm" c="dimmed" maw="72ch">
          {about}
        </Text>
      )}
      {children}
    </Stack>
  )
}

/** Shows panels in two columns where the window is wide enough, each column read from top to bottom. */
export const Columns = ({ children }: { children: ReactNode }) => <div className="columns">{children}</div>
