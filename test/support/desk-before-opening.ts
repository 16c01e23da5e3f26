import type { TestContext } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import type { Role } from '../../src/foundation/domain.ts'
import { type Actor, endSetup, startChanging } from './changes.ts'
import { send } from './desk-flow.ts'
import type { GivenStaff } from './people.ts'
import { sendSigned } from './sign.ts'

const FAR = new Date('2100-01-01T00:00:00Z')

/** A desk that is set up, with its routes and a clock that the test moves; people are added before `open`. */
export async function startDeskBeforeOpening(t: TestContext) {
  const test = await startChanging(t, { routes: ROUTES, driven: true })
  const person = (roles: readonly Role[], given: GivenStaff = {}): Promise<Actor> =>
    test.person(roles, { tokenExpiresAt: FAR, ...given })
  const people = async (count: number, roles: readonly Role[] = ['reviewer']): Promise<Actor[]> => {
    const made: Actor[] = []
    for (let each = 0; each < count; each++) made.push(await person(roles, { onShift: true }))
    return made
  }
  const post = (who: Actor, url: string, body: object = {}) => send(test, who.token, 'POST', url, body)
  const get = (who: Actor, url: string) => send(test, who.token, 'GET', url)
  const signed = (who: Actor, url: string, body: object = {}) => sendSigned(test, who, url, body)
  const end = (who: Actor, whom: { id: string }) => signed(who, `/v1/staff/${whom.id}/end`)
  const restrict = (who: Actor, whom: { id: string }) =>
    signed(who, `/v1/staff/${whom.id}/restrict`, { reason: 'as it seemed right' })
  const propose = (who: Actor, change: object) => post(who, '/v1/changes', { change, reason: 'as agreed' })
  const agree = (who: Actor, changeId: string) => signed(who, `/v1/changes/${changeId}/agree`)
  const open = () => endSetup(test.db)
  return { ...test, person, people, post, get, signed, end, restrict, proposeAs: propose, agreeAs: agree, open }
}
