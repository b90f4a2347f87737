// The source of an event: who says that it sent it. It is looked up among what is registered of the partner, and never called (PACT v3 §Events; v2.3: the host MUST validate it).

/** Host with port and path, without scheme, trailing slash and the address of events. Undefined for what names no host. */
export function sourceKey(source: string): string | undefined {
  const text = source.trim();
  const whole = text.startsWith('//') ? `https:${text}` : text;
  if (!/^https?:\/\//i.test(whole) || !URL.canParse(whole)) return undefined;
  const { host, pathname } = new URL(whole);
  return `${host.toLowerCase()}${pathname.replace(/\/+$/, '').replace(/(\/[23])?\/events$/, '').replace(/\/[23]$/, '').replace(/\/+$/, '')}`;
}

/** Whether a partner that is registered so may name itself so. Sources that are no addresses count as they are spelled. */
export function isSourceOf(source: string, { baseUrl, sources }: { baseUrl: string | null; sources: readonly string[] | null }): boolean {
  const registered = [...(baseUrl === null ? [] : [baseUrl]), ...(sources ?? [])];
  const key = sourceKey(source);
  return registered.some((each) => each === source || (key !== undefined && sourceKey(each) === key));
}
