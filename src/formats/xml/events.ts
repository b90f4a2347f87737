// Text of an XML document → events under canonical names, with limits, failures in plain words and repair of control characters.
// Plain documents take the short way (plain-scan.ts); whatever is unusual or wrong is judged by saxes (strict-parse.ts).
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { removeControlCharacters } from './control-characters.ts';
import { diagnose, locate, notWellFormed } from './failure.ts';
import { CanonicalEvents } from './canonical-events.ts';
import { scanPlain } from './plain-scan.ts';
import { parseStrictly } from './strict-parse.ts';
import { scanProlog } from './prolog.ts';
import type { EventSink, XmlOptions } from './sink.ts';

export type { EventSink, XmlLimits, XmlOptions } from './sink.ts';

/**
 * Sends the document to the sink and returns what was repaired. Errors of the sink pass through.
 * Throws TanluError `xml-not-well-formed` { file, line, column, reason }, `xml-doctype`, `xml-text-too-long`, `xml-too-deep`; the sink may
 * have received part of the document by then.
 */
export function parseXml(text: string, options: XmlOptions, sink: EventSink): Issue[] {
  const { file } = options;
  const { doctypeAt } = scanProlog(text);
  if (doctypeAt >= 0) throw refuseDoctype(file, text, doctypeAt);

  const plain = new CanonicalEvents(options, sink);
  if (scanPlain(text, plain)) return plain.issues;

  // What the sink has received so far comes again: it is left out.
  const strict = new CanonicalEvents(options, after(plain.count, sink));
  const failure = parseStrictly(text, strict);
  if (failure === undefined) return strict.issues;

  const repairable = failure.message === 'disallowed character.' || failure.message === 'malformed character entity.';
  const cleaned = repairable ? removeControlCharacters(text) : undefined;
  if (cleaned === undefined || cleaned.count === 0) throw notWellFormed(file, text, diagnose(failure.message, text, failure.position, failure.openName));

  const repaired = new CanonicalEvents(options, after(Math.max(plain.count, strict.count), sink));
  const again = parseStrictly(cleaned.text, repaired);
  if (again !== undefined) {
    const found = diagnose(again.message, cleaned.text, again.position, again.openName);
    throw notWellFormed(file, text, { reason: found.reason, offset: cleaned.originalOffset(found.offset) });
  }
  return [...repaired.issues, makeIssue('xml-control-character', { file }, { count: cleaned.count })];
}

function after(count: number, sink: EventSink): EventSink {
  let left = count;
  return {
    open: (name, attributes) => (left > 0 ? void left-- : sink.open(name, attributes)),
    text: (value) => (left > 0 ? void left-- : sink.text(value)),
    close: (name) => (left > 0 ? void left-- : sink.close(name)),
  };
}

function refuseDoctype(file: string, text: string, at: number): TanluError {
  const { line, column } = locate(text, at);
  return new TanluError('xml-doctype', `${file} declares a document type (DOCTYPE, line ${line}). Entities could read other files or grow without end, so it is refused: remove the declaration.`, { params: { file, line, column } });
}
