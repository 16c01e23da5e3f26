import { type SoftwareKey, signWithSoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import type { TestDesk } from './server.ts'

/** Signs in with a software key; returns the cookie that a browser would send from then on. */
export async function signInWith(
  { app, desk }: Pick<TestDesk, 'app' | 'desk'>,
  key: SoftwareKey,
  {
    counter = 0,
    remoteAddress = '127.0.0.1',
    userAgent = 'Test',
  }: { counter?: number; remoteAddress?: string; userAgent?: string } = {},
): Promise<{ status: number; cookie: string; header: string }> {
  const begun = await app.inject({ method: 'POST', url: '/v1/sign-in/begin', remoteAddress })
  const payload = signWithSoftwareKey(key, String(begun.json().challenge), desk.relyingParty, counter)
  const headers = { 'user-agent': userAgent }
  const response = await app.inject({ method: 'POST', url: '/v1/sign-in/finish', payload, remoteAddress, headers })
  const header = String(response.headers['set-cookie'] ?? '')
  return { status: response.statusCode, cookie: header.split(';')[0] ?? '', header }
}
