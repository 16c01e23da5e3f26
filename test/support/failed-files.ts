import type { TestEvent } from 'node:test/reporters'

/** Reports the file of every test that failed, one path a line: a reporter of node --test. */
export default async function* listFailedFiles(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) if (type === 'test:fail' && data.file) yield `${data.file}\n`
}
