import { type Static, Type } from 'typebox'
import { ACTIONS, type SubjectKind } from '../../foundation/domain.ts'
import { GivenTime, LabelName, PlatformId, strict, SubjectSchema } from '../../foundation/schemas/schemas.ts'

const TOOL_CHARS_MAX = 128
const REASON_CHARS_MAX = 10_000

/** The actions of another tool that can stand on a subject. */
const STANDING_ACTIONS = ACTIONS.filter((action) => action !== 'warn')
type StandingAction = Exclude<(typeof ACTIONS)[number], 'warn'>

/** A line about a restriction of another tool that stands now. It has no effect by itself. */
export const RestrictionLine = Type.Object(
  {
    id: PlatformId,
    subject: SubjectSchema,
    action: Type.Enum(STANDING_ACTIONS as StandingAction[]),
    label: Type.Optional(LabelName),
    tool: Type.String({ minLength: 1, maxLength: TOOL_CHARS_MAX }),
    since: GivenTime,
    until: Type.Optional(GivenTime),
    decidedBy: Type.Optional(PlatformId),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: REASON_CHARS_MAX })),
  },
  strict,
)
export type RestrictionLine = Static<typeof RestrictionLine>

/** Returns true when the action can stand on a subject of this kind. */
export const standsOn = (action: RestrictionLine['action'], kind: SubjectKind): boolean => ON[kind].includes(action)

const ON: Readonly<Record<SubjectKind, readonly RestrictionLine['action'][]>> = {
  account: ['label', 'limit', 'lock', 'suspend', 'deactivate'],
  content: ['label', 'limit', 'hide', 'remove'],
}
