import type { WorkingDesk } from './working-desk.ts'

/** Adds copies of a high-reach account (or of another one), each of which takes a second person to take offline. */
export async function givenHighReachAccounts(working: WorkingDesk, count: number, like = 'otto') {
  const stars = Array.from({ length: count }, (_, n) => {
    const subject = { kind: 'account', id: `star${n}` } as const
    return { subject, identified: { identified: { handle: `star_${n}`, accountId: subject.id } } }
  })
  await working.demo.store.inTransaction((tx) => {
    for (const { subject, identified } of stars) {
      const { id } = subject
      tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
        select ${id}, ${identified.identified.handle}, ${`Star ${id}`}, bio, reach, verified, tags, created_at
        from account where id = ${like}`
    }
  })
  return stars
}
