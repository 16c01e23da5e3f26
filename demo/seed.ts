import { insertCommunities } from './communities.ts'
import type { Sql } from './demo-store.ts'
import { insertMedia } from './media-rows.ts'
import { PEOPLE } from './people.ts'
import { POSTS } from './posts.ts'
import { mediaOfPosts } from './posts-media.ts'
import { insertSignals } from './related-rows.ts'
import { upsertAccount, upsertContent } from './subject-rows.ts'

/** Loads the invented people and their posts once: a later start finds them as they have changed since. */
export function seedOnce(tx: Sql): void {
  if (tx.get`select 1 from seeded`) return
  for (const person of PEOPLE) upsertAccount(tx, person)
  for (const post of POSTS) upsertContent(tx, { kind: 'post', ...post })
  for (const [contentId, media] of Object.entries(mediaOfPosts()))
    for (const [place, each] of media.entries()) insertMedia(tx, contentId, place, each)
  insertSignals(tx)
  insertCommunities(tx)
  tx.run`insert into seeded (once) values (1)`
}
