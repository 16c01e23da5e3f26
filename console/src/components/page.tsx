import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface HeadProps {
  title: ReactNode
  /** The purpose of the page. */
  about?: ReactNode
  /** Its buttons and the links to pages beside it. */
  actions?: ReactNode
}

/** Shows a page: its head and its content. */
export const Page = ({ children, ...head }: HeadProps & { children: ReactNode }) => (
  <Stack gap="md">
    <PageHead {...head} />
    {children}
  </Stack>
)

/** Shows the one heading of a page and its purpose, with the actions beside them where the window is wide enough. */
const PageHead = ({ title, about, actions }: HeadProps) => (
  <Group justify="space-between" align="flex-start">
    <Stack gap={4} flex="1 1 320px" miw={0}>
      <Title order={1} size="h3">
        {title}
      </Title>
      {about !== undefined && (
        <Text size="sm" c="dimmed" maw="72ch">
          {about}
        </Text>
      )}
    </Stack>
    {actions}
  </Group>
)

/** Shows panels in two columns where the window is wide enough, each column read from top to bottom. */
export const Columns = ({ children }: { children: ReactNode }) => <div className="columns">{children}</div>
