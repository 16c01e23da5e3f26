import type { TestEvent } from 'node:test/reporters'

const ERROR_CHARS = 300

/** One line of JSON for each test that ended: its name, whether it passed, and what was wrong. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const error =
      type === 'test:fail' ? String(data.details.error.cause ?? data.details.error).slice(0, ERROR_CHARS) : ''
    const line = { name: data.name, passed: type === 'test:pass', skipped: data.skip !== undefined, error }
    yield `${JSON.stringify(line)}\n`
  }
}
