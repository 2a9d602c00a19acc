/** Where the API lives: the same origin, unless the build names another one. */
const configured = import.meta.env.VITE_API_ORIGIN as string | undefined;

export const apiOrigin = configured ?? globalThis.location.origin;
export const apiBase = `${apiOrigin}/api/v1`;
export const realtimeAddress = `${apiBase.replace(/^http/, 'ws')}/realtime`;
