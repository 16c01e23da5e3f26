import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { guardedFetch, type Resolve } from './guarded-fetch.ts'

async function listen(t: TestContext, answer: RequestListener): Promise<{ port: number; calls: string[] }> {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, calls }
}

/** Returns a name server that answers each question with the next of these. */
function answering(...answers: string[][]): Resolve {
  let asked = 0
  return (_name, done) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? []
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

/** Returns the error as text. */
const becauseOf = async (failing: Promise<unknown>): Promise<string> =>
  failing.then(
    () => 'nothing',
    (error: unknown) => String(error),
  )

test('a host name that resolves to any private address is refused', async (t) => {
  const { port, calls } = await listen(t, (_request, response) => response.end('in'))
  const inside = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0']
  const inside6 = [
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ]
  for (const address of [...inside, ...inside6]) {
    for (const answer of [[address], ['93.184.216.34', address]]) {
      const fetching = guardedFetch({ resolve: answering(answer) })(`http://platform.example:${port}/`, {})
      assert.match(await becauseOf(fetching), /private network/, answer.join(' '))
    }
  }
  assert.deepEqual(calls, [])
})

test('a second DNS answer cannot change the checked address', async (t) => {
  const { port, calls } = await listen(t, (_request, response) => response.end('in'))
  // The first answer is allowed; the second one would lead to this machine.
  const resolve = answering(['127.0.0.2'], ['127.0.0.1'])
  const fetching = guardedFetch({ resolve, allowPrivate: ['127.0.0.2'] })
  const url = `http://platform.example:${port}/`
  assert.match(await becauseOf(fetching(url, { signal: AbortSignal.timeout(2_000) })), /ECONNREFUSED/)
  assert.match(await becauseOf(fetching(url, {})), /private network/)
  assert.deepEqual(calls, [])
})

test('a private IP address needs permission; loopback does not', async (t) => {
  const { port, calls } = await listen(t, (_request, response) => response.end('in'))
  for (const host of ['10.0.0.1', '169.254.169.254', '[fd00::1]', '[::ffff:10.0.0.1]', '2130706433.example']) {
    const resolve = answering(['10.0.0.1'])
    assert.match(await becauseOf(guardedFetch({ resolve })(`http://${host}:${port}/`, {})), /private network/, host)
  }
  const reached = await guardedFetch()(`http://127.0.0.1:${port}/at-home`, {})
  assert.equal(await reached.text(), 'in')
  const named = guardedFetch({ resolve: answering(['127.0.0.1']), allowPrivate: ['127.0.0.0/8'] })
  assert.equal((await named(`http://platform.example:${port}/named`, {})).status, 200)
  assert.deepEqual(calls, ['GET /at-home', 'GET /named'])
})

test('loopback counts as private in addresses that people enter', async (t) => {
  const { port, calls } = await listen(t, (_request, response) => response.end('in'))
  const fetching = guardedFetch({ ownMachine: false })
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '127.1', '0'])
    assert.match(await becauseOf(fetching(`http://${host}:${port}/`, {})), /private network/, host)
  assert.deepEqual(calls, [])
})

test('an outgoing call refuses a redirect instead of following it', async (t) => {
  const inner = await listen(t, (_request, response) => response.end('in'))
  const outer = await listen(t, (_request, response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end(),
  )
  const fetching = guardedFetch()(`http://127.0.0.1:${outer.port}/`, { method: 'POST', body: '{}' })
  assert.match(await becauseOf(fetching), /redirect is not followed/)
  assert.deepEqual([outer.calls.length, inner.calls.length], [1, 0])
})

test('an outgoing call sends its body and times out', async (t) => {
  let heard = ''
  const { port } = await listen(t, (request, response) => {
    if (request.url === '/silent') return
    request
      .on('data', (chunk) => (heard += chunk))
      .on('end', () => response.writeHead(201, { 'x-told': 'so' }).end('done'))
  })
  const fetching = guardedFetch()
  const answer = await fetching(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'grüß', headers: { 'x-a': 'b' } })
  assert.deepEqual(
    [answer.status, answer.headers.get('x-told'), await answer.text(), heard],
    [201, 'so', 'done', 'grüß'],
  )
  const silent = fetching(`http://127.0.0.1:${port}/silent`, { signal: AbortSignal.timeout(50) })
  await assert.rejects(silent)
})
