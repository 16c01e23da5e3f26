import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const OfferPage = lazy(async () => ({ default: (await import('../countersign/offer-page.tsx')).OfferPage }))

export const offerRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/countersign/$orderId',
  component: function Page() {
    const { orderId } = offerRoute.useParams()
    return <OfferPage key={orderId} orderId={orderId} />
  },
})
