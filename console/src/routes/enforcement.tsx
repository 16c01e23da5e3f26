import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const EnforcementPage = readFirst(async () => (await import('../enforcement/enforcement-page.tsx')).EnforcementPage)

export const enforcementRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/enforcements/$enforcementId',
  component: shown(EnforcementPage, function Page() {
    const { enforcementId } = enforcementRoute.useParams()
    return <EnforcementPage key={enforcementId} enforcementId={enforcementId} />
  }),
})
