import { lazy, Suspense } from 'react'
import type { Enforcement } from '../api/shapes.ts'
import { readPageTexts } from '../words/words.ts'

const StatementPanel = lazy(async () => {
  await readPageTexts()
  return { default: (await import('../components/statement-panel.tsx')).StatementPanel }
})

const SettlementsPanel = lazy(async () => {
  await readPageTexts()
  return { default: (await import('../components/settlements-panel.tsx')).SettlementsPanel }
})

/** Shows what the person affected was told, and what out-of-court bodies decided, once the enforcement took effect. */
export const Told = ({ enforcement: { id, state, inEffectAt } }: { enforcement: Enforcement }) => (
  <Suspense fallback={null}>
    <StatementPanel enforcementId={id} state={state} />
    {inEffectAt !== null && <SettlementsPanel about={{ enforcementId: id }} />}
  </Suspense>
)
