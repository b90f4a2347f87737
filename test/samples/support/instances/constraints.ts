// Identity constraints (XSD 1.0 part 1, §3.11) made true in a document: doubles get another value, references one that exists; what cannot be made true goes.
import type { Random } from '../../../bench/ecospold2/random.ts';
import type { Instance } from './instance.ts';
import { localOf, namespaceOf, qname, resolve, xmlNamespace, type Part } from './schema-components.ts';
import { valueOf } from './values.ts';

/** Text of a field, where it stands. */
interface Field { get(): string | undefined; set(value: string): void; another(random: Random): string | undefined }

/** Goes through the document until nothing changes: what is taken away may be what others referred to. */
export function satisfy(root: Instance, random: Random): void {
  for (let round = 0; round < 20; round++) if (!visit(root, random)) return;
}

function visit(at: Instance, random: Random): boolean {
  let changed = false;
  for (const child of at.children.slice()) changed = visit(child, random) || changed;
  const constraints = at.declaration?.parts ?? [];
  for (const part of constraints) if (part.kind === 'key' || part.kind === 'unique') changed = makeUnique(at, part, random) || changed;
  for (const part of constraints) if (part.kind === 'keyref') changed = makeRefer(at, part, constraints, random) || changed;
  return changed;
}

const separator = '\u0000';
const tupleOf = (fields: readonly (Field | undefined)[]): string | undefined => {
  const values = fields.map((f) => f?.get());
  return values.includes(undefined) ? undefined : values.map((v) => (Number.isNaN(Number(v)) || v!.trim() === '' ? v : String(Number(v)))).join(separator);
};

function makeUnique(at: Instance, part: Part, random: Random): boolean {
  let changed = false;
  const seen = new Set<string>();
  for (const node of selected(at, part)) {
    const fields = fieldsOf(node, part);
    let tuple = tupleOf(fields);
    for (let tries = 0; tuple !== undefined && seen.has(tuple) && tries < 40; tries++) {
      const field = fields[tries % fields.length]!;
      const other = field.another(random);
      if (other === undefined) break;
      field.set(other);
      changed = true;
      tuple = tupleOf(fields);
    }
    if (tuple === undefined) {
      if (part.kind === 'key') changed = takeAway(node) || changed;
    } else if (seen.has(tuple)) changed = takeAway(node) || changed;
    else seen.add(tuple);
  }
  return changed;
}

function makeRefer(at: Instance, part: Part, constraints: readonly Part[], random: Random): boolean {
  const wanted = resolve(part, part.at['refer']!);
  const key = constraints.find((c) => (c.kind === 'key' || c.kind === 'unique') && c.at['name'] === localOf(wanted));
  if (key === undefined) return false;
  const keys = [...selected(at, key)].map((node) => fieldsOf(node, key).map((f) => f?.get())).filter((values) => !values.includes(undefined)) as string[][];
  const known = new Set(keys.map((values) => values.join(separator)));
  let changed = false;
  for (const node of selected(at, part)) {
    const fields = fieldsOf(node, part);
    const values = fields.map((f) => f?.get());
    if (values.includes(undefined) || known.has(values.join(separator))) continue;
    changed = true;
    if (keys.length === 0) takeAway(node);
    else random.pick(keys).forEach((value, n) => fields[n]!.set(value));
  }
  return changed;
}

/** Takes an element out, or the nearest one around it that may be missing. */
function takeAway(node: Instance): boolean {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const siblings = at.parent.children.filter((c) => c.particle === at.particle || (c.declaration === at.declaration && c.name === at.name));
    if (siblings.length > (at.particle?.least ?? 0)) {
      const place = at.parent.children.indexOf(at);
      if (place >= 0) at.parent.children.splice(place, 1);
      return place >= 0;
    }
  }
  return false;
}

function* selected(at: Instance, part: Part): Generator<Instance> {
  const selector = part.parts.find((p) => p.kind === 'selector')!;
  const found = new Set<Instance>();
  for (const path of selector.at['xpath']!.split('|')) for (const node of walk([at], path.trim(), selector)) found.add(node);
  yield* found;
}

function walk(from: readonly Instance[], path: string, context: Part): Instance[] {
  let nodes = [...from];
  let rest = path;
  if (rest.startsWith('.//')) {
    const below = (node: Instance): Instance[] => [node, ...node.children.flatMap(below)];
    nodes = nodes.flatMap(below);
    rest = rest.slice(3);
  }
  for (const step of rest.split('/').map((s) => s.replace(/^child::/, ''))) {
    if (step === '.' || step === '') continue;
    nodes = nodes.flatMap((node) => node.children.filter((child) => step === '*' || child.name === nameOf(step, context)));
  }
  return nodes;
}

/** Names without prefix have no namespace in these paths. */
const nameOf = (step: string, context: Part): string => (step.includes(':') ? resolve(context, step) : qname('', step));

function fieldsOf(node: Instance, part: Part): (Field | undefined)[] {
  return part.parts.filter((p) => p.kind === 'field').map((field) => {
    const path = field.at['xpath']!;
    const at = path.lastIndexOf('@');
    const [holder] = walk([node], at < 0 ? path : path.slice(0, at).replace(/\/$/, ''), field);
    if (holder === undefined) return undefined;
    return at < 0 ? textField(holder) : attributeField(holder, nameOf(path.slice(at + 1), field));
  });
}

const textField = (holder: Instance): Field => ({
  get: () => holder.text,
  set: (value) => { holder.text = value; },
  another: (random) => (holder.facets === undefined ? undefined : valueOf(holder.facets, random)),
});

function attributeField(holder: Instance, name: string): Field | undefined {
  const stated = holder.attributes.find((a) => a.name === name);
  if (stated === undefined && !holder.defaults.has(name)) return undefined;
  return {
    get: () => holder.attributes.find((a) => a.name === name)?.value ?? holder.defaults.get(name),
    set: (value) => {
      const found = holder.attributes.find((a) => a.name === name);
      if (found !== undefined) found.value = value;
      else holder.attributes.push({ name, value, facets: undefined, required: false });
    },
    another: (random) => {
      if (stated?.facets !== undefined) return valueOf(stated.facets, random) || undefined;
      return namespaceOf(name) === xmlNamespace ? random.pick(['de', 'fr', 'zh', 'es', 'pt', 'ja', 'it', 'nl']) : undefined;
    },
  };
}
