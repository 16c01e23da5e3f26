// Runs on every runtime: nothing here but the kit, which is given, and what the web has.

/** Plays what is sent at a platform of one account, each at its own time, and tells what it answered and what it shows. */
export async function play(kit, given) {
  const { secret, subject, state, authority, pinned, signedSince, sent } = given
  const keys = await kit.followKeyLists(kit.parseKeyList(pinned), signedSince)
  let nowMs = 0
  const store = kit.memoryStore([[subject, { state }]])
  const platform = kit.createPlatform({
    secrets: [secret],
    clock: { now: () => new Date(nowMs) },
    store,
    authority: { ...authority, keys },
    handlers: {
      read: (tx, about) => ({ state: tx.find(about).state, reach: 5 }),
      write: (tx, about, desired) => tx.put(about, { state: desired }),
      warn() {},
      facts() {},
      capabilities: () => ({ name: 'Played', subjects: ['account'], absentFacts: [] }),
      protects: () => 2,
    },
  })
  const told = []
  for (const { at, call } of sent) {
    nowMs = at
    const answer = call ? JSON.parse((await platform.handle(call)).body) : await platform.revertDue()
    const said = call ? (answer.refusal ?? answer.outcome ?? answer.name) : 'time passes'
    told.push(`${said}: ${store.find(subject).state.visible ? 'up' : 'offline'}`)
  }
  return told
}
