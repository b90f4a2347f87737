// Random documents of a schema: every element and attribute that it declares, what is required always, the rest as often as asked for.
import { Random } from '../../../bench/ecospold2/random.ts';
import { baseOf, builtin, isBuiltin, namespaceOf, partOf, qname, resolve, xmlNamespace, type Components, type Part, type QName } from './schema-components.ts';
import { facetsOf, restricted, valueOf, type Facets } from './values.ts';

export interface Attribute { name: QName; value: string; facets: Facets | undefined; required: boolean }

export interface Instance {
  name: QName;
  attributes: Attribute[];
  children: Instance[];
  text: string | undefined;
  /** Of its text. */
  facets: Facets | undefined;
  declaration: Part | undefined;
  /** Values that missing attributes have. */
  defaults: Map<QName, string>;
  /** Occurrence of a declaration inside its parent, with the fewest that must stand there. */
  particle: { least: number } | undefined;
  parent: Instance | undefined;
  /** Nothing fits where something must stand. */
  lacking?: boolean;
}

export interface Wishes {
  /** Chance of what is optional, from 0 to 1. */
  density: number;
  /** Most occurrences of what may stand any number of times. */
  repeats: number;
  /** Chance of elements and attributes of other namespaces where the schema lets them in. */
  foreign: number;
  /** A value to be used at a path of local names, as `processInformation/time/referenceYear` or `exchange/@number`; the rest of the path is free. */
  given: ((path: string, random: Random) => string | undefined) | undefined;
  /** Names of global elements for a place where any of other namespaces are allowed and must be declared; undefined for all that the schema imports. */
  inside: ((path: string) => readonly QName[] | undefined) | undefined;
  /** Whether what is optional at a path always stands there. */
  always: ((path: string) => boolean) | undefined;
  /** Levels after which only what is required is made. */
  depth: number;
}

const stranger = 'urn:example:extension';
const common = 'http://lca.jrc.it/ILCD/Common';

/** Makes elements of one schema. */
export class InstanceMaker {
  readonly #components: Components;
  readonly #facets = new Map<QName | Part, Facets>();

  constructor(components: Components) {
    this.#components = components;
  }

  /** A document; the same seed gives the same one. */
  make(root: QName, random: Random, wishes: Wishes): Instance {
    const declaration = this.#components.get('element', root);
    return new Making(this.#components, random, wishes, (type) => this.#facetsOf(type)).element(declaration, undefined, { least: 1 }, []);
  }

  #facetsOf(type: QName | Part): Facets {
    let found = this.#facets.get(type);
    if (found === undefined) this.#facets.set(type, (found = facetsOf(this.#components, type)));
    return found;
  }
}

class Making {
  readonly #components: Components;
  readonly #random: Random;
  readonly #wishes: Wishes;
  readonly #facetsOf: (type: QName | Part) => Facets;

  constructor(components: Components, random: Random, wishes: Wishes, facets: (type: QName | Part) => Facets) {
    this.#components = components;
    this.#random = random;
    this.#wishes = wishes;
    this.#facetsOf = facets;
  }

  element(use: Part, parent: Instance | undefined, particle: { least: number }, path: readonly string[]): Instance {
    const isGlobal = use.at['ref'] !== undefined;
    const declaration = isGlobal ? this.#components.get('element', resolve(use, use.at['ref']!)) : use;
    const qualified = isGlobal || parent === undefined || (declaration.at['form'] === undefined ? declaration.qualified.element : declaration.at['form'] === 'qualified');
    const local = declaration.at['name']!;
    const made: Instance = { name: qname(qualified ? declaration.target : '', local), attributes: [], children: [], text: undefined, facets: undefined, declaration, defaults: new Map(), particle, parent };
    const here = [...path, local];
    const inline = partOf(declaration, 'complexType', 'simpleType');
    const type = inline ?? (declaration.at['type'] === undefined ? builtin('string') : resolve(declaration, declaration.at['type']));
    this.#fill(made, type, here);
    if (declaration.at['fixed'] !== undefined) made.text = declaration.at['fixed'];
    return made;
  }

  #fill(made: Instance, type: QName | Part, path: readonly string[]): void {
    if (typeof type === 'string') {
      if (isBuiltin(type) || this.#components.has('simpleType', type)) return this.#setText(made, this.#facetsOf(type), path);
      return this.#fill(made, this.#components.get('complexType', type), path);
    }
    if (type.kind === 'simpleType') return this.#setText(made, this.#facetsOf(type), path);
    const content = partOf(type, 'simpleContent', 'complexContent');
    if (content === undefined) {
      this.#attributes(made, type, path);
      this.#particles(made, type, path);
      if (type.at['mixed'] === 'true' && made.children.length === 0) this.#setText(made, this.#facetsOf(builtin('string')), path);
      return;
    }
    const change = partOf(content, 'extension', 'restriction')!;
    const base = baseOf(change)!;
    if (content.kind === 'simpleContent') {
      this.#fill(made, base, path);
      if (change.kind === 'restriction') this.#setText(made, restricted(this.#components, change, made.facets), path);
    } else if (change.kind === 'extension') this.#fill(made, base, path);
    else this.#attributes(made, this.#components.get('complexType', base), path, new Set(change.parts.filter((p) => p.kind === 'attribute').map((p) => p.at['name'] ?? p.at['ref'] ?? '')));
    this.#attributes(made, change, path);
    if (content.kind === 'complexContent') this.#particles(made, change, path);
  }

  #setText(made: Instance, facets: Facets, path: readonly string[]): void {
    made.facets = facets;
    made.text = this.#value(facets, path);
  }

  #value(facets: Facets, path: readonly string[]): string {
    return this.#wishes.given?.(path.join('/'), this.#random) ?? valueOf(facets, this.#random);
  }

  #attributes(made: Instance, holder: Part, path: readonly string[], without: ReadonlySet<string> = new Set()): void {
    for (const part of holder.parts) {
      if (part.kind === 'attribute') this.#attribute(made, part, path, without);
      else if (part.kind === 'attributeGroup') this.#attributes(made, this.#components.get('attributeGroup', resolve(part, part.at['ref']!)), path, without);
      else if (part.kind === 'anyAttribute' && part.at['processContents'] === 'lax' && this.#chance(this.#wishes.foreign)) {
        made.attributes.push({ name: qname(stranger, 'remark'), value: valueOf(this.#facetsOf(builtin('token')), this.#random), facets: undefined, required: false });
      }
    }
  }

  #attribute(made: Instance, use: Part, path: readonly string[], without: ReadonlySet<string>): void {
    const reference = use.at['ref'] === undefined ? undefined : resolve(use, use.at['ref']);
    const declaration = reference === undefined ? use : this.#components.get('attribute', reference);
    const local = declaration.at['name']!;
    const qualified = declaration.at['form'] === undefined ? declaration.qualified.attribute : declaration.at['form'] === 'qualified';
    const name = reference ?? qname(qualified ? declaration.target : '', local);
    if (use.at['use'] === 'prohibited' || without.has(local) || made.attributes.some((a) => a.name === name)) return;
    const preset = use.at['default'] ?? declaration.at['default'];
    if (preset !== undefined) made.defaults.set(name, preset);
    const required = use.at['use'] === 'required';
    if (!required && this.#wishes.always?.([...path, `@${local}`].join('/')) !== true && !this.#chance(this.#wishes.density)) return;
    const facets = this.#facetsOf(partOf(declaration, 'simpleType') ?? (declaration.at['type'] === undefined ? builtin('string') : resolve(declaration, declaration.at['type'])));
    const fixed = use.at['fixed'] ?? declaration.at['fixed'];
    let value = fixed ?? this.#value(facets, [...path, `@${local}`]);
    // The empty language is a value of the union, but says nothing.
    if (namespaceOf(name) === xmlNamespace && value === '') value = 'en';
    made.attributes.push({ name, value, facets, required });
  }

  #particles(made: Instance, holder: Part, path: readonly string[]): void {
    for (const part of holder.parts) if (['sequence', 'choice', 'all', 'group', 'element', 'any'].includes(part.kind)) this.#particle(made, part, path);
  }

  #particle(made: Instance, part: Part, path: readonly string[]): void {
    const least = Number(part.at['minOccurs'] ?? 1);
    const times = this.#times(least, part.at['maxOccurs'] === 'unbounded' ? Infinity : Number(part.at['maxOccurs'] ?? 1), part.kind === 'any' ? this.#wishes.foreign : this.#chanceAt(path, part));
    for (let n = 0; n < times; n++) {
      if (part.kind === 'element') {
        const child = this.element(part, made, { least }, path);
        if (child.lacking !== true || least > 0) made.children.push(child);
      }
      else if (part.kind === 'group') this.#particles(made, this.#components.get('group', resolve(part, part.at['ref']!)), path);
      else if (part.kind === 'choice') this.#choice(made, part, path);
      else if (part.kind === 'any') this.#any(made, part, path);
      else this.#particles(made, part, path);
    }
  }

  #choice(made: Instance, part: Part, path: readonly string[]): void {
    const options = part.parts.filter((p) => ['sequence', 'choice', 'group', 'element', 'any'].includes(p.kind));
    const plain = options.filter((p) => p.kind !== 'any');
    this.#particle(made, this.#random.pick(plain.length > 0 ? plain : options), path);
  }

  /** Where anything may stand, something nobody knows; where it must be declared, something of the namespaces that the schema imports. */
  #any(made: Instance, part: Part, path: readonly string[]): void {
    const wanted = this.#wishes.inside?.(path.join('/'));
    if (wanted === undefined && part.at['processContents'] === 'lax') return void made.children.push(this.#foreign(made));
    const others = (wanted ?? this.#components.elements).filter((name) => namespaceOf(name) !== part.target && namespaceOf(name) !== common && this.#components.has('element', name) && (wanted !== undefined || namespaceOf(name) !== rootNamespace(made)));
    if (others.length === 0) {
      if (part.at['minOccurs'] !== '0') made.lacking = true;
      return;
    }
    // Each of those that were asked for as often as it was asked for.
    const left = wanted === undefined ? others : others.filter((name) => made.children.filter((c) => c.name === name).length < others.filter((o) => o === name).length);
    if (left.length > 0) made.children.push(this.element(this.#components.get('element', this.#random.pick(left)), made, { least: 0 }, path));
  }

  #foreign(parent: Instance): Instance {
    const text = () => valueOf(this.#facetsOf(builtin('string')), this.#random);
    const bare = (local: string, within: Instance): Instance => ({ name: qname(stranger, local), attributes: [], children: [], text: undefined, facets: undefined, declaration: undefined, defaults: new Map(), particle: { least: 0 }, parent: within });
    const made = bare(this.#random.pick(['note', 'Details', 'x-data']), parent);
    if (this.#chance(0.5)) made.attributes.push({ name: qname('', 'kind'), value: valueOf(this.#facetsOf(builtin('token')), this.#random), facets: undefined, required: false });
    if (this.#chance(0.4)) for (let n = this.#random.between(1, 3); n > 0; n--) made.children.push({ ...bare('item', made), text: text() });
    else made.text = text();
    return made;
  }

  #times(least: number, most: number, chance: number): number {
    let times = least;
    if (times === 0 && most > 0 && this.#chance(chance)) times = 1;
    while (times > 0 && times < Math.min(most, Math.max(least, this.#wishes.repeats)) && this.#chance(chance / 2)) times += 1;
    return Math.min(times, most);
  }

  #chanceAt(path: readonly string[], { at }: Part): number {
    if (this.#wishes.always?.([...path, at['name'] ?? at['ref'] ?? ''].join('/')) === true) return 1;
    return path.length > this.#wishes.depth ? 0 : this.#wishes.density;
  }

  #chance(probability: number): boolean {
    return this.#random.unit() < probability;
  }
}

function rootNamespace(made: Instance): string {
  let at = made;
  while (at.parent !== undefined) at = at.parent;
  return namespaceOf(at.name);
}
