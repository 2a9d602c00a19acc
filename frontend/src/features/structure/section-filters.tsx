import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { gradeLevelsQuery, schoolYearsQuery } from '~/api/structure';
import type { SectionsSearch } from '~/features/structure/structure-search';
import { orNothing, refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { FilterSelect } from '~/ui/filter-select';
import { SearchField } from '~/ui/search-field';

interface SectionFiltersProps {
  search: SectionsSearch;
  onSearch: (search: SectionsSearch) => void;
}

export function SectionFilters({ search, onSearch }: SectionFiltersProps) {
  const { t } = useTranslation(['structure', 'common']);
  const levels = useQuery(gradeLevelsQuery()).data?.items ?? [];
  const years = useQuery(schoolYearsQuery()).data?.items ?? [];
  const change = (part: SectionsSearch) => onSearch(refiltered(search, part));
  return (
    <>
      <SearchField
        label={t('sections.search')}
        value={search.q ?? ''}
        onChange={(q) => change({ q: orNothing(q) })}
        className="w-full sm:w-56"
      />
      <FilterSelect
        label={t('sections.gradeLevel')}
        all={t('sections.allGradeLevels')}
        value={search.level ?? ''}
        onChange={(level) => change({ level: orNothing(level) })}
      >
        {levels.map((level) => (
          <option key={level.id} value={level.id}>
            {level.name}
          </option>
        ))}
      </FilterSelect>
      {years.length > 1 ? (
        <FilterSelect
          label={t('sections.schoolYear')}
          all={t('sections.currentYear')}
          value={search.year ?? ''}
          onChange={(year) => change({ year: orNothing(year) })}
        >
          {years.map((year) => (
            <option key={year.id} value={year.id}>
              {year.name}
            </option>
          ))}
        </FilterSelect>
      ) : null}
      {search.q !== undefined || search.level !== undefined ? (
        <Button
          look="quiet"
          size="small"
          onClick={() => change({ q: undefined, level: undefined })}
        >
          {t('common:clearFilters')}
        </Button>
      ) : null}
    </>
  );
}
