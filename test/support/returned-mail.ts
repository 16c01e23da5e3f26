interface Report {
  to: string
  status: string
  action?: string
  type?: string
}

/** Writes the notification of a mail server about a mail that did not arrive (RFC 3464). */
export function writeReport({ to, status, action = 'failed', type }: Report): string {
  return [
    'From: MAILER-DAEMON@mail.example',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    `Content-Type: ${type ?? 'multipart/report; report-type=delivery-status;\r\n\tboundary="b"'}`,
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is the mail system.',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    '',
    'Final-Recipient: rfc822; rosa@mail.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 no such mailbox rosa@mail.example',
    '',
    '--b--',
    '',
  ].join('\r\n')
}
