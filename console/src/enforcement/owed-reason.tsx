import type { Enforcement } from '../api/shapes.ts'
import { LaterReasonForm } from '../components/later-reason-form.tsx'
import { Panel } from '../components/panel.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

/** The form for the reason of the reader's own stop or restore, until it is given. */
export function OwedReason({ enforcement: { id, moves, restore, laterReasons } }: { enforcement: Enforcement }) {
  const me = useMe()?.pseudonym
  const acted = moves.some(({ by, to }) => by === me && (to === 'stopped' || to === 'restoring'))
  if (!acted || laterReasons.some(({ by }) => by === me) || (restore?.reason ?? null) !== null) return null
  return (
    <Panel title={words.enforcements.done.owed}>
      <LaterReasonForm act={{ kind: 'stopped', id }} />
    </Panel>
  )
}
