import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { shown } from './shown.ts'

const OfferPage = lazyRouteComponent(() => import('../countersign/offer-page.tsx'), 'OfferPage')

export const offerRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/countersign/$orderId',
  component: shown(OfferPage, function Page() {
    const { orderId } = offerRoute.useParams()
    return <OfferPage key={orderId} orderId={orderId} />
  }),
})
