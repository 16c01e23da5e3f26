import type { TestContext } from 'node:test'
import { startGate } from './gate-flow.ts'

/** A post of the minister, by its number. */
export const speech = (n: number) => ({ kind: 'content', id: `speech-${n}` }) as const

/** Starts a desk and a minister with several public posts. */
export async function startMinisterPosts(t: TestContext, posts = 12) {
  const desk = await startGate(t)
  await desk.demo.store.inTransaction((tx) => {
    for (let n = 0; n < posts; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${speech(n).id}, 'vale', 'post', 'A speech.')`
  })
  return desk
}
