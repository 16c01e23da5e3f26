import type { TestEvent } from 'node:test/reporters'

/** One line of JSON for each test that ended: its name, and whether it passed. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type === 'test:pass' || type === 'test:fail')
      yield `${JSON.stringify({ name: data.name, passed: type === 'test:pass', skipped: data.skip !== undefined })}\n`
  }
}
