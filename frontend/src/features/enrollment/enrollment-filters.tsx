import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { enrollmentStatuses } from '~/api/enrollment';
import { gradeLevelsQuery, schoolYearsQuery } from '~/api/structure';
import { type EnrollmentSearch, statusFilters } from '~/features/enrollment/enrollment-search';
import { orNothing, refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { FilterSelect } from '~/ui/filter-select';
import { SearchField } from '~/ui/search-field';

interface EnrollmentFiltersProps {
  search: EnrollmentSearch;
  onSearch: (search: EnrollmentSearch) => void;
  withStatus: boolean;
}

export function EnrollmentFilters({ search, onSearch, withStatus }: EnrollmentFiltersProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const levels = useQuery(gradeLevelsQuery()).data?.items ?? [];
  const years = useQuery(schoolYearsQuery()).data?.items ?? [];
  const change = (part: Partial<EnrollmentSearch>) => onSearch(refiltered(search, part));
  const set = [search.q, search.level, search.status].some((value) => value !== undefined);
  return (
    <>
      <SearchField
        label={t('search')}
        value={search.q ?? ''}
        onChange={(q) => change({ q: orNothing(q) })}
        className="w-full sm:w-60"
      />
      <FilterSelect
        label={t('gradeLevel')}
        all={t('allGradeLevels')}
        value={search.level ?? ''}
        onChange={(level) => change({ level: orNothing(level) })}
      >
        {levels.map((level) => (
          <option key={level.id} value={level.id}>
            {level.name}
          </option>
        ))}
      </FilterSelect>
      {withStatus ? (
        <FilterSelect
          label={t('status')}
          all={t('allStatuses')}
          value={search.status ?? ''}
          onChange={(value) =>
            change({ status: statusFilters.find((each) => each === value), view: 'list' })
          }
        >
          <option value="open">{t('openStatuses')}</option>
          {enrollmentStatuses.map((status) => (
            <option key={status} value={status}>
              {t(`common:statuses.${status}`)}
            </option>
          ))}
        </FilterSelect>
      ) : null}
      {years.length > 1 ? (
        <FilterSelect
          label={t('schoolYear')}
          all={t('currentYear')}
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
      {set ? (
        <Button
          look="quiet"
          size="small"
          onClick={() => change({ q: undefined, level: undefined, status: undefined })}
        >
          {t('common:clearFilters')}
        </Button>
      ) : null}
    </>
  );
}
