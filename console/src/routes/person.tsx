import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { shown } from './shown.ts'

const PersonPage = lazyRouteComponent(() => import('../team/person-page.tsx'), 'PersonPage')

export const personRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/team/$staffId',
  component: shown(PersonPage, function Page() {
    const { staffId } = personRoute.useParams()
    return <PersonPage key={staffId} staffId={staffId} />
  }),
})
