import { createRoute } from '@tanstack/react-router'
import { readView } from '../notices/view.ts'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const NoticesPage = readWithTexts(async () => (await import('../notices/notices-page.tsx')).NoticesPage)

export const noticesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/notices',
  validateSearch: readView,
  component: shown(NoticesPage, function Page() {
    const view = noticesRoute.useSearch()
    const navigate = noticesRoute.useNavigate()
    return <NoticesPage view={view} onView={(search) => void navigate({ search, replace: true })} />
  }),
})
