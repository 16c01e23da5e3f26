import type { TestContext } from 'node:test'
import type { Thread } from '@countersign/platform-kit'
import { send } from '../support/desk-flow.ts'
import { bearer } from '../support/server.ts'
import { startStreamingDesk } from '../support/streaming-platform.ts'
import { checkAnswers } from './ask-operation.ts'

const THREAD: Thread = {
  ...{ kind: 'thread', hasEarlier: false, hasLater: false, readAt: '2026-03-01T12:00:00Z' },
  messages: [
    {
      ...{ place: 0, id: 't1', accountId: 'ann', handle: 'ann', text: 'Bom dia' },
      ...{ createdAt: null, state: 'shown', mediaCount: 0 },
    },
  ],
}

/** Plays a film by ranges with its picture, and translates a message of a thread. */
export async function playFilms(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const translator = { translate: async () => ({ text: 'Good morning', from: 'pt' }) }
  const desk = await startStreamingDesk(t, { thread: async () => THREAD }, { translator })
  await checkAnswers(desk, answered, repeated)
  const { app, address, caseId, person } = desk
  const mediaId = await desk.given()
  const headers = bearer(person.token)
  await app.inject({ url: address(mediaId), headers })
  await app.inject({ url: address(mediaId), headers: { ...headers, range: 'bytes=10-19' } })
  await app.inject({ url: address(mediaId, 'poster'), headers })
  const asked = { to: 'en', from: -12, count: 25, ids: ['t1'] }
  await send(desk, person.token, 'POST', `/v1/cases/${caseId}/thread/translations`, asked)
}
