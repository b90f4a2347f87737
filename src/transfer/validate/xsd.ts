// Checks documents against official XML schemas with libxml2: schemas compiled once, no network, no file outside the schema folder, memory given back.
import type { ErrorDetail, XmlDocument, XsdValidator } from 'libxml2-wasm';
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { scanProlog } from '../../formats/xml/prolog.ts';
import { sniffXmlRoot } from '../../formats/xml/sniff.ts';
import { decodeXml } from '../../formats/xml/decode.ts';
import { readSchemaFolder, type DocumentKind, type Libxml, type Schema, type SchemaFolder } from './schema-folder.ts';
import { schemaIssues } from './schema-messages.ts';

/** Largest document checked, in bytes: libxml2 keeps it as a tree of about seven times its size, and its memory ends at 2 GB. */
export const largestDocument = 192_000_000;

/** What became of a document. `messages` counts what libxml2 said, as other tools that use it count. */
export interface SchemaResult { state: 'valid' | 'invalid' | 'unchecked'; issues: Issue[]; messages: number }

interface Compiled { validator: XsdValidator; document: XmlDocument }

export class SchemaCheck {
  readonly folder: SchemaFolder;
  readonly #libxml: Libxml;
  readonly #limit: number;
  readonly #compiled = new Map<Schema, Compiled>();

  private constructor(folder: SchemaFolder, libxml: Libxml, limit: number) {
    this.folder = folder;
    this.#libxml = libxml;
    this.#limit = limit;
    const buffers = Object.fromEntries(folder.schemas.map((schema, n): [string, Uint8Array] => [placeOf(n), Buffer.from(this.#prepared(schema), 'utf8')]));
    // Names that libxml2 asks for and that are not among these do not exist for it.
    libxml.xmlRegisterInputProvider(new libxml.XmlBufferInputProvider(buffers));
  }

  static async open(path: string, limit = largestDocument): Promise<SchemaCheck> {
    const libxml = await import('libxml2-wasm');
    return new SchemaCheck(await readSchemaFolder(path, libxml), libxml, limit);
  }

  /** Checks one file. Files that are not XML are left alone: undefined. Throws only for schemas that cannot be used. */
  check(bytes: Uint8Array, file: string): SchemaResult | undefined {
    const root = sniffXmlRoot(bytes);
    if (root === undefined) return undefined;
    const unchecked = (issue: Issue): SchemaResult => ({ state: 'unchecked', issues: [issue], messages: 0 });
    if (bytes.length > this.#limit) return unchecked(makeIssue('schema-too-large', { file }, { size: bytes.length, limit: this.#limit }));
    let text: string;
    try {
      ({ text } = decodeXml(bytes, file));
    } catch (error) {
      if (error instanceof TanluError) return unchecked(makeIssue('schema-not-checked', { file }, { reason: 'its text cannot be decoded' }));
      throw error;
    }
    if (scanProlog(text).doctypeAt >= 0) return unchecked(makeIssue('schema-not-checked', { file }, { reason: 'it declares a document type (DOCTYPE), which is refused' }));
    const schema = this.folder.find(this.folder.isAmbiguous(root) ? kindOf(root, text) : { ...root, used: new Set(), isDeclaration: false });
    if (schema === undefined) return unchecked(makeIssue('schema-absent', { file }, { root: root.localName, namespace: root.namespace }));
    return this.#validate(schema, text, file);
  }

  #validate(schema: Schema, text: string, file: string): SchemaResult {
    const { validator } = this.#compile(schema);
    const { XmlDocument, XmlError, XmlParseError, XmlValidateError, ParseOption } = this.#libxml;
    const child = asParentDataset(text);
    let document: XmlDocument | undefined;
    try {
      document = XmlDocument.fromString(child ?? text, { encoding: 'utf-8', option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES | ParseOption.XML_PARSE_HUGE });
      validator.validate(document);
      return { state: 'valid', issues: [], messages: 0 };
    } catch (error) {
      if (error instanceof XmlValidateError) {
        const details = error.details.flatMap((detail) => this.#extensionDetails(detail, document!) ?? [detail]);
        const issues = schemaIssues(details, file, child !== undefined, (n) => this.folder.schemas.some((s) => s.namespace === n));
        return { state: issues.some((i) => i.severity !== 'info' && i.code !== 'schema-extension') ? 'invalid' : 'valid', issues, messages: details.length };
      }
      if (!(error instanceof XmlError)) throw error;
      const at: ErrorDetail | undefined = error instanceof XmlParseError ? error.details[0] : undefined;
      const reason = at === undefined ? `libxml2 gave up (${error.message})` : `the XML is broken at line ${at.line}: ${at.message.trim()}`;
      return { state: 'unchecked', issues: [makeIssue('schema-not-checked', { file }, { reason, ...(at === undefined ? {} : { line: at.line }) })], messages: 0 };
    } finally {
      document?.dispose();
    }
  }

  /**
   * A schema may ask for extensions to be declared without importing their schema. Where the folder has one, the extension is checked by itself:
   * the messages of that, in place of the one that it is unknown. Undefined for every other message.
   */
  #extensionDetails({ message, xpath }: ErrorDetail, document: XmlDocument): ErrorDetail[] | undefined {
    const found = undeclared.exec(message);
    if (found === null || xpath === undefined) return undefined;
    const root = { namespace: found[1] ?? '', localName: found[2]! };
    const schema = this.folder.find({ ...root, used: new Set([root.namespace]), isDeclaration: true });
    const element = schema === undefined ? null : document.get(byWholeName(xpath));
    if (schema === undefined || !(element instanceof this.#libxml.XmlElement)) return undefined;
    try {
      this.#compile(schema).validator.validate(element);
      return [];
    } catch (error) {
      if (error instanceof this.#libxml.XmlValidateError) return error.details;
      if (error instanceof this.#libxml.XmlError) return undefined;
      throw error;
    }
  }

  #compile(schema: Schema): Compiled {
    const known = this.#compiled.get(schema);
    if (known !== undefined) return known;
    this.folder.closure(schema);
    const { XmlDocument, XsdValidator, XmlError } = this.#libxml;
    let document: XmlDocument | undefined;
    try {
      document = XmlDocument.fromString(this.#prepared(schema), { encoding: 'utf-8', url: placeOf(this.folder.schemas.indexOf(schema)) });
      const compiled = { document, validator: XsdValidator.fromDoc(document) };
      this.#compiled.set(schema, compiled);
      return compiled;
    } catch (error) {
      document?.dispose();
      if (!(error instanceof XmlError)) throw error;
      throw new TanluError('SCHEMA_UNUSABLE', `The schema ${schema.file} in ${this.folder.path} cannot be used: ${error.message.trim().split('\n')[0]}. Fetch the official schemas again.`, { kind: 'usage', params: { file: schema.file }, cause: error });
    }
  }

  /**
   * The schema as libxml2 gets it: links lead to the schemas of the folder by number, and attributes used by reference lose their default.
   * libxml2 does not compute such defaults and stops where a uniqueness rule asks for one: at a text without xml:lang in ILCD. Whether a
   * document is valid depends on them only where a text with a language stated and one without are in the same language, which reading tells.
   */
  #prepared(schema: Schema): string {
    const links = schema.links.values();
    return schema.text.replace(/^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')/, '$1').replace(/<!--[\s\S]*?-->|<(?:[\w.-]+:)?(include|import|redefine|attribute)\b(?:"[^"]*"|'[^']*'|[^'">])*>/g, (tag: string, name: string | undefined) => {
      if (name === undefined) return tag;
      if (name === 'attribute') return /\sref\s*=/.test(tag) ? tag.replace(/\sdefault\s*=\s*(?:"[^"]*"|'[^']*')/, '') : tag;
      const link = links.next().value;
      const target = link === undefined ? undefined : this.folder.target(schema, link);
      return target === undefined ? tag : tag.replace(/(\sschemaLocation\s*=\s*)(?:"[^"]*"|'[^']*')/, `$1"${placeOf(this.folder.schemas.indexOf(target))}"`);
    });
  }

  /** Gives the memory of libxml2 back. */
  dispose(): void {
    for (const { validator, document } of this.#compiled.values()) {
      validator.dispose();
      document.dispose();
    }
    this.#compiled.clear();
    this.#libxml.xmlCleanupInputProvider();
  }
}

const undeclared = /^Element '(?:\{([^}]*)\})?([^']+)': No matching global element declaration available/;

/** The path of an element without prefixes that would have to be declared: /p:a[2]/b → /*[name()='p:a'][2]/b. */
const byWholeName = (xpath: string): string => xpath.replace(/(?<=\/)[\w.-]+:[\w.-]+/g, (name) => `*[name()='${name}']`);

const placeOf = (n: number): string => `/tanlu-schemas/${n}.xsd`;

const childContent = /<(?:([\w.-]+):)?childActivityDataset[\s>](?:[^>]*>)?\s*(?:<!--[\s\S]*?-->\s*)*<(?:([\w.-]+):)?activityDescription\b([^>]*)>/;
const childNamespace = 'http://www.EcoInvent.org/EcoSpold02Child';

/**
 * The text with childActivityDataset renamed, undefined where nothing is to rename. The schema lets such a dataset pass unchecked when its content
 * stands in the main namespace, as that of all real ones does; under the name of its parent it is checked (ecospold.md §2.1). Content in the
 * namespace of the child schema is declared there, and stays. Lines stay as they are.
 */
export function asParentDataset(text: string): string | undefined {
  const found = childContent.exec(text);
  if (found === null) return undefined;
  if (text.includes(childNamespace) && (found[1] !== found[2] || (found[3] ?? '').includes(childNamespace))) return undefined;
  return text.replace(/(<\/?(?:[\w.-]+:)?)childActivityDataset(?=[\s>/])/g, '$1activityDataset');
}

/** Looks into a document for what chooses between schemas of the same root. */
function kindOf(root: { localName: string; namespace: string }, text: string): DocumentKind {
  const used = new Set([root.namespace]);
  for (const [, prefix, double, single] of text.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (prefix === undefined || text.includes(`<${prefix}:`)) used.add(double ?? single ?? '');
  }
  const isDeclaration = [...used].some((n) => /\/EPD\/\d{4}$/.test(n)) || /<(?:[\w.-]+:)?typeOfDataSet>\s*EPD\s*</.test(text);
  return { ...root, used, isDeclaration };
}
