// A page for people: where it lies, and what it answers. The server gives every page the common security headers.

export interface Page {
  path: string;
  answer(request: { query: URLSearchParams; language: string | undefined }): { body: string | Buffer; headers: Record<string, string> };
}

/** Nothing from elsewhere, no inline script. */
export const strictPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character]!);
