import { createRoute } from '@tanstack/react-router'
import { readView } from '../decisions/view.ts'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const DecisionsPage = readWithTexts(async () => (await import('../decisions/decisions-page.tsx')).DecisionsPage)

export const decisionsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/decisions',
  validateSearch: readView,
  component: shown(DecisionsPage, function Page() {
    const view = decisionsRoute.useSearch()
    const navigate = decisionsRoute.useNavigate()
    return <DecisionsPage view={view} onView={(search) => void navigate({ search, replace: true })} />
  }),
})
