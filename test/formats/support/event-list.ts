// The events of a document as a list of lines, easy to compare: "<name a=1", "text", ">name".
import type { Issue } from '../../../src/model/issue.ts';
import { parseXml, type EventSink, type XmlOptions } from '../../../src/formats/xml/events.ts';

export function eventList(text: string, options: Partial<XmlOptions> = {}): { events: string[]; issues: Issue[] } {
  const events: string[] = [];
  const sink: EventSink = {
    open: (name, attributes) => events.push(['<' + name, ...attributes.flatMap((name, at) => (at % 2 === 0 ? [`${name}=${attributes[at + 1]!}`] : []))].join(' ')),
    text: (value) => events.push(value),
    close: (name) => events.push('>' + name),
  };
  const issues = parseXml(text, { file: 'file.xml', prefixes: {}, ...options }, sink);
  return { events, issues };
}
