import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const OfferPage = readFirst(async () => (await import('../countersign/offer-page.tsx')).OfferPage)

export const offerRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/countersign/$enforcementId',
  component: shown(OfferPage, function Page() {
    const { enforcementId } = offerRoute.useParams()
    return <OfferPage key={enforcementId} enforcementId={enforcementId} />
  }),
})
