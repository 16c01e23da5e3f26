import { type ComponentProps, lazy, Suspense } from 'react'
import { Loading } from './panel.tsx'

const RestrictedEvidence = lazy(async () => ({
  default: (await import('./restricted-evidence.tsx')).RestrictedEvidence,
}))

/** Shows that restricted evidence exists. Few cases have any, so its code loads with the first piece. */
export const RestrictedPiece = (props: ComponentProps<typeof RestrictedEvidence>) => (
  <Suspense fallback={<Loading />}>
    <RestrictedEvidence {...props} />
  </Suspense>
)
