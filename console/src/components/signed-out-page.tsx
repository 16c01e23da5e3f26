import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Product } from './product.tsx'
import { words } from '../words/words.ts'

/** Shows a page outside the desk's frame, for people who are not signed in. */
export function SignedOutPage({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${words.app.product}`
  }, [title])
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w={460} maw="100%">
        <Stack>
          <Product />
          <Text c="dimmed">{words.app.about}</Text>
          <Title order={1} size="h3">
            {title}
          </Title>
          {children}
        </Stack>
      </Paper>
    </Center>
  )
}
