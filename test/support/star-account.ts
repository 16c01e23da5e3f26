import type { TestContext } from 'node:test'
import { actOnOwnWill, tamper } from '../../demo/act-on-own-will.ts'
import { only, type Person, STAR, startGate } from './gate-flow.ts'

/** A post of the account with many followers, by its number. */
export const post = (n: number) => ({ kind: 'content', id: `star-post-${n}` }) as const

export const HIDE = { action: 'hide' } as const

/**
 * Starts a desk, and an account with millions of followers and no public role, with exactly so many posts, each a week
 * old.
 */
export async function startStar(t: TestContext, posts: number) {
  const desk = await startGate(t)
  const { gate, demo } = desk
  const publish = (n: number, at = new Date(desk.now().getTime() - 7 * 86_400_000)) =>
    demo.store.inTransaction((tx) => {
      tx.run`insert into content (id, account_id, kind, text, created_at)
        values (${post(n).id}, ${STAR.id}, 'post', 'More.', ${at.toISOString()})`
    })
  await tamper(demo.store, desk, STAR, { emptied: true })
  for (let n = 0; n < posts; n++) await publish(n)
  /**
   * Has a reviewer who has read the preview hide a post. Returns the enforcements: the interim measure in effect, and
   * those that wait.
   */
  const hide = async (n: number, who: Person, action: object = HIDE) => {
    const { status, body } = await gate.ask(await gate.claim(post(n), who), who, action)
    if (status !== 201) throw new Error(`not decided: ${status} ${JSON.stringify(body)}`)
    return Promise.all((body.enforcements as string[]).map((id) => findState(desk, id)))
  }
  /** True when the reviewer's interim measure hides the post at once. */
  const hidesAlone = async (n: number, who: Person) => (await hide(n, who)).some(({ interim }) => interim)
  const hideByPlatform = (n: number) => actOnOwnWill(demo.store, desk, post(n), { visible: false })
  const changeCredentials = () => tamper(demo.store, desk, STAR, { credentials: true })
  return { ...desk, publish, hide, hidesAlone, hideByPlatform, changeCredentials, only }
}

async function findState({ desk }: Awaited<ReturnType<typeof startGate>>, id: string) {
  const { rows } = await desk.db.query<{ interim: boolean; state: string }>(
    'select interim, state from enforcement where id = $1',
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`there is no enforcement ${id}`)
  return row
}
