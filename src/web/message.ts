// A page that tells a person one thing, with a way on: what came of a sign-in, for one.
import { escapeHtml, strictPolicy } from './page.ts';

export interface Message {
  title: string;
  text: string;
  link: { href: string; name: string };
  /** A button that posts to a path of this server. */
  button?: { action: string; name: string };
}

/** The page and its headers. Nothing of it is kept by anyone on the way. */
export function messagePage({ title, text, link, button }: Message): { body: string; headers: Record<string, string> } {
  const form = button === undefined ? '' : `\n    <form method="post" action="${escapeHtml(button.action)}"><button>${escapeHtml(button.name)}</button></form>`;
  const body = `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="/assets/tanlu.css">
  </head>
  <body>
    <h1>${escapeHtml(title)}</h1>
    <p>${escapeHtml(text)}</p>${form}
    <p><a href="${escapeHtml(link.href)}">${escapeHtml(link.name)}</a></p>
  </body>
</html>
`;
  const policy = button === undefined ? strictPolicy : strictPolicy.replace("form-action 'none'", "form-action 'self'");
  // Without a referrer a form would say that it comes from nowhere, and be taken for a foreign one.
  return { body, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy, ...(button !== undefined && { 'referrer-policy': 'same-origin' }) } };
}
