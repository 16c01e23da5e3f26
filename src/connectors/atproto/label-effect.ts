import type { Instruction, PlatformState } from '@countersign/platform-kit'
import { isLabeledAction, LABEL_VALUE, type LabeledAction } from '../../foundation/atproto/label-value.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { LabelStore } from '../../foundation/connector/label-store.ts'
import type { Subject } from '../../foundation/domain.ts'

/** The labels that the desk publishes for a platform. */
export interface Labeling {
  /** Undefined: a command without a database, which publishes nothing. */
  store: LabelStore | undefined
  /** The actions beside `label` that are carried out by a label of their name. */
  actions: readonly LabeledAction[]
}

/** Returns the labels that a state needs: those with a name, and those by which an action is carried out. */
function valuesOf({ labels, visible, spread }: PlatformState, { actions }: Labeling): string[] {
  const wrong = labels.find((label) => !LABEL_VALUE.test(label) || isLabeledAction(label))
  if (wrong !== undefined) {
    throw new ConnectorError(
      'refused',
      `"${wrong}" is no label of the AT Protocol: small letters and hyphens, at most 63, and neither "hide" nor "limit"`,
    )
  }
  const carried = { limit: spread === 'limited', hide: !visible }
  return [...labels, ...actions.filter((action) => carried[action])]
}

/** The labels that an instruction asks for. */
interface LabelPlan {
  values: readonly string[]
  /** True when each value is published already, so that labels are only taken back. */
  isRestore: boolean
}

/** Plans the labels of an instruction from those that count now. */
export async function planLabels(labeling: Labeling, { subject, desired }: Instruction): Promise<LabelPlan> {
  const values = valuesOf(desired, labeling)
  const published = await requireStore(labeling).listValues(subject)
  return { values, isRestore: values.every((value) => published.includes(value)) }
}

/** Publishes the labels of an instruction, and takes back those that it no longer has. */
export const applyLabels = (
  labeling: Labeling,
  { subject, generation }: Instruction,
  { values, isRestore }: LabelPlan,
): Promise<'applied' | 'known'> => requireStore(labeling).publish({ subject, generation, values, isRestore })

/** The part of a subject's state that its labels show. */
export async function readLabels(
  store: LabelStore,
  subject: Subject,
): Promise<Pick<PlatformState, 'labels' | 'visible' | 'spread'>> {
  const values = await store.listValues(subject)
  return {
    labels: values.filter((value) => !isLabeledAction(value)),
    visible: !values.includes('hide'),
    spread: values.includes('limit') ? 'limited' : 'full',
  }
}

function requireStore({ store }: Labeling): LabelStore {
  if (store !== undefined) return store
  throw new ConnectorError('unavailable', 'labels are in the database of the desk, and this command has none')
}
