import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { Page } from '../components/page.tsx'
import { Boundary, Shown } from '../components/panel.tsx'
import { TakeNext } from '../components/take-next.tsx'
import { words } from '../words/words.ts'
import { myCasesQuery } from './queries.ts'

/** Opens the case that the caller holds; without one, offers to take the next. Coming here claims nothing. */
export function ReviewPage() {
  const mine = useQuery(myCasesQuery)
  return (
    <Page title={words.nav.review}>
      <Boundary>
        <Shown query={mine}>
          {({ items: [held] }) =>
            held === undefined ? (
              <Stack align="flex-start" gap="sm">
                <Text>{words.review.noneHeld}</Text>
                <TakeNext />
                <Link to="/queue">{words.review.toQueue}</Link>
              </Stack>
            ) : (
              <Navigate to="/review/$caseId" params={{ caseId: held.id }} replace />
            )
          }
        </Shown>
      </Boundary>
    </Page>
  )
}
