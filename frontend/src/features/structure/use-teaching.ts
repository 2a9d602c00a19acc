import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { AssignmentsQuery } from '~/api/schema';
import { type sectionsQuery, teachingAssignmentsQuery } from '~/api/structure';
import { type SectionTeaching, teachingBySection } from '~/features/structure/teaching';

interface Teaching {
  /** Undefined until all of it is known. */
  sections: SectionTeaching[] | undefined;
  error: unknown;
  retry: () => void;
}

/** Who teaches what in these sections: two lists, however many sections there are. */
export function useTeaching(
  wanted: ReturnType<typeof sectionsQuery>,
  filter: AssignmentsQuery = {},
): Teaching {
  const sections = useQuery(wanted);
  const assignments = useQuery(teachingAssignmentsQuery(filter));
  const known = useMemo(
    () =>
      sections.data === undefined || assignments.data === undefined
        ? undefined
        : teachingBySection(sections.data.items, assignments.data),
    [sections.data, assignments.data],
  );
  return {
    sections: known,
    error: sections.error ?? assignments.error,
    retry: () => {
      if (sections.isError) void sections.refetch();
      if (assignments.isError) void assignments.refetch();
    },
  };
}
