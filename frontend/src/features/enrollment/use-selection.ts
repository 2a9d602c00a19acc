import { useCallback, useMemo, useState } from 'react';

import type { Progress } from '~/api/types';

export interface ApplicationSelection {
  items: Progress[];
  ids: ReadonlySet<string>;
  toggle: (item: Progress) => void;
  /** Exactly these of the shown ones are chosen; what is not shown keeps its state. */
  choose: (shown: readonly Progress[], ids: ReadonlySet<string>) => void;
  /** Newer facts about applications arrived; chosen ones take them over. */
  renew: (items: readonly Progress[]) => void;
  clear: () => void;
}

/** The applications chosen for a common move, with the versions that were seen. */
export function useSelection(): ApplicationSelection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Progress>>(new Map());

  const toggle = useCallback((item: Progress) => {
    setChosen((before) => {
      const next = new Map(before);
      if (!next.delete(item.student_id)) next.set(item.student_id, item);
      return next;
    });
  }, []);

  const choose = useCallback((shown: readonly Progress[], ids: ReadonlySet<string>) => {
    setChosen((before) => {
      const next = new Map([...before].filter(([id]) => ids.has(id)));
      for (const item of shown) if (ids.has(item.student_id)) next.set(item.student_id, item);
      return next;
    });
  }, []);

  const renew = useCallback((items: readonly Progress[]) => {
    setChosen((before) => {
      const newer = items.filter((item) => {
        const known = before.get(item.student_id);
        return known !== undefined && known.version < item.version;
      });
      if (newer.length === 0) return before;
      const next = new Map(before);
      for (const item of newer) next.set(item.student_id, item);
      return next;
    });
  }, []);

  const clear = useCallback(() => setChosen(new Map()), []);

  return useMemo(
    () => ({
      items: [...chosen.values()],
      ids: new Set(chosen.keys()),
      toggle,
      choose,
      renew,
      clear,
    }),
    [chosen, toggle, choose, renew, clear],
  );
}
