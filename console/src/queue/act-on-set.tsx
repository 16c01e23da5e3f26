import { DismissSet } from './dismiss-set.tsx'
import type { DismissedSet } from './dismissed.tsx'
import { SelectionBar } from './selection-bar.tsx'
import type { SetAct } from './use-set-act.ts'

interface Props {
  caseIds: readonly string[]
  isBusy: boolean
  onAct: (act: SetAct) => void
  /** Selects only these. */
  onKeep: (caseIds: readonly string[]) => void
  /** Undefined: the reader may not dismiss cases. */
  onDismissed?: (set: DismissedSet) => void
}

/** Shows what the reader can do with the selected cases. */
export const ActOnSet = ({ caseIds, isBusy, onAct, onKeep, onDismissed }: Props) => (
  <SelectionBar count={caseIds.length} isBusy={isBusy} onAct={onAct} onClear={() => onKeep([])}>
    {onDismissed !== undefined && (
      <DismissSet
        caseIds={caseIds}
        onDismissed={(set) => {
          onDismissed(set)
          onKeep([])
        }}
        onKeep={onKeep}
      />
    )}
  </SelectionBar>
)
