// Where the development provider keeps its sessions and codes: in memory, bounded, gone with the process.
import type { Adapter, AdapterPayload } from 'oidc-provider';

const mostEntries = 1000;

/** An adapter factory for oidc-provider; every call is a store of one model, all share one memory. */
export function devStore(): (model: string) => Adapter {
  const entries = new Map<string, { payload: AdapterPayload; until: number }>();
  const alive = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    return entry === undefined || entry.until < Date.now() ? undefined : entry.payload;
  };
  const findBy = (model: string, name: 'uid' | 'userCode', value: string): AdapterPayload | undefined => {
    for (const [key, { payload }] of entries) if (key.startsWith(`${model}:`) && payload[name] === value) return alive(key);
    return undefined;
  };
  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      const key = `${model}:${id}`;
      entries.delete(key);
      if (entries.size >= mostEntries) entries.delete(entries.keys().next().value!);
      entries.set(key, { payload, until: expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000 });
    },
    find: async (id) => alive(`${model}:${id}`),
    findByUid: async (uid) => findBy(model, 'uid', uid),
    findByUserCode: async (code) => findBy(model, 'userCode', code),
    consume: async (id) => {
      const payload = alive(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => { entries.delete(`${model}:${id}`); },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  });
}
