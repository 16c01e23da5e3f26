import { type Static, Type } from 'typebox'
import sql from 'sql-template-tag'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import { ACTIONS } from '../../foundation/domain.ts'
import { DEFAULT_PLATFORM, qualifyId } from '../../foundation/platforms.ts'
import { orNull, strict } from '../../foundation/schemas/schemas.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'

const PLATFORM_STATES = ['answers', 'silent', 'left_out'] as const

const Actions = Type.Array(Type.Enum([...ACTIONS]))

const Capabilities = Type.Object({
  fences: Type.Boolean({ description: 'It refuses calls that newer ones have overtaken.' }),
  readsBack: Type.Boolean({ description: 'It states what its visitors see, and not what was sent to it.' }),
  reverts: Type.Boolean({ description: 'It ends effects at their time by itself, also without the desk.' }),
  holds: Type.Boolean({ description: 'It delays what takes a protected account offline, and alerts its own on-call.' }),
  verifies: Type.Boolean({ description: 'It checks the signatures of the desk and of the approvers.' }),
  accountActions: { ...Actions, description: 'The actions on accounts that it can carry out and undo.' },
  contentActions: { ...Actions, description: 'The actions on contents that it can carry out and undo.' },
})

const PlatformsReply = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        platform: Type.String({ description: 'Its name. default: the platform without a name.' }),
        state: Type.Enum([...PLATFORM_STATES], {
          description:
            'answers: it answered just now. silent: it did not. left_out: two people agreed to it before, and the desk does not call it now.',
        }),
        capabilities: orNull(Capabilities, 'Null: the desk does not call it.'),
      }),
    ),
  },
  strict,
)
type Platform = Static<typeof PlatformsReply>['items'][number]

/** The route for the platforms of the desk. */
export function platformRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List the platforms of the desk, what each can do, and whether it answers',
    response: { 200: PlatformsReply },
  }
  app.get('/v1/platforms', { schema }, async () => ({ items: await listPlatforms(desk) }))
}

/** Lists the platforms that the desk calls, each asked at the same time, and those that it called before. */
async function listPlatforms({ db, platform }: Pick<Desk, 'db' | 'platform'>): Promise<Platform[]> {
  const called = platform.platforms?.() ?? new Map([[DEFAULT_PLATFORM, platform.guarantees()]])
  const agreed = await db.list<{ platform: string }>(sql`select distinct platform from connector_pin order by 1`)
  const leftOut = agreed.filter((pin) => !called.has(pin.platform))
  return [
    ...(await Promise.all(
      [...called].map(async ([name, guarantees]) => ({
        platform: name,
        state: (await answers(platform, name)) ? ('answers' as const) : ('silent' as const),
        capabilities: toCapabilities(guarantees),
      })),
    )),
    ...leftOut.map((pin) => ({ platform: pin.platform, state: 'left_out' as const, capabilities: null })),
  ]
}

/** True when a platform states its capabilities. Any id leads there: nothing is read of the account. */
async function answers(platform: Desk['platform'], name: string): Promise<boolean> {
  try {
    await platform.capabilities({ kind: 'account', id: qualifyId(name, '0') })
    return true
  } catch (error) {
    if (error instanceof ConnectorError) return false
    throw error
  }
}

const toCapabilities = ({ actions, lateMsMax: _late, ...same }: Guarantees): NonNullable<Platform['capabilities']> => ({
  ...same,
  accountActions: actions.account.filter((action) => ACTION_RULES[action].on.includes('account')),
  contentActions: actions.content.filter((action) => ACTION_RULES[action].on.includes('content')),
})
