import { type Static, Type } from 'typebox'
import { ACTIONS } from '../../foundation/domain.ts'
import { GivenTime, LabelName, PlatformId, strict, SubjectSchema } from '../../foundation/schemas/schemas.ts'

const TOOL_CHARS_MAX = 128
export const REASON_CHARS_MAX = 10_000

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
