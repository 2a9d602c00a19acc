import { useTranslation } from 'react-i18next';

import type { PeopleSearch } from '~/features/identity/people-search';
import { allRoles } from '~/features/identity/user-rules';
import { orNothing, refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { FilterSelect } from '~/ui/filter-select';
import { SearchField } from '~/ui/search-field';

interface PeopleFiltersProps {
  search: PeopleSearch;
  onSearch: (search: PeopleSearch) => void;
}

type AccountFilter = 'active' | 'inactive' | 'withoutGuardian' | 'neverLoggedIn';

const accountFilters: Record<AccountFilter, PeopleSearch> = {
  active: { active: true },
  inactive: { active: false },
  neverLoggedIn: { never_logged_in: true },
  withoutGuardian: { without_guardian: true, role: 'student' },
};
const filterNames = ['active', 'inactive', 'neverLoggedIn', 'withoutGuardian'] as const;
const unfiltered = {
  active: undefined,
  without_guardian: undefined,
  never_logged_in: undefined,
};

function chosenFilter(search: PeopleSearch): AccountFilter | '' {
  if (search.without_guardian === true) return 'withoutGuardian';
  if (search.never_logged_in === true) return 'neverLoggedIn';
  if (search.active === undefined) return '';
  return search.active ? 'active' : 'inactive';
}

export function PeopleFilters({ search, onSearch }: PeopleFiltersProps) {
  const { t } = useTranslation(['identity', 'common']);
  const change = (part: PeopleSearch) => onSearch(refiltered(search, part));
  const account = chosenFilter(search);
  const set = search.q !== undefined || search.role !== undefined || account !== '';
  return (
    <>
      <SearchField
        label={t('people.search')}
        value={search.q ?? ''}
        onChange={(q) => change({ q: orNothing(q) })}
        className="w-full sm:w-64"
      />
      <FilterSelect
        label={t('people.role')}
        all={t('people.allRoles')}
        value={search.role ?? ''}
        onChange={(value) => change({ role: allRoles.find((role) => role === value) })}
      >
        {allRoles.map((role) => (
          <option key={role} value={role}>
            {t(`common:roles.${role}`)}
          </option>
        ))}
      </FilterSelect>
      <FilterSelect
        label={t('people.state')}
        all={t('people.allStates')}
        value={account}
        onChange={(value) => {
          const chosen = filterNames.find((name) => name === value);
          change({ ...unfiltered, ...(chosen === undefined ? {} : accountFilters[chosen]) });
        }}
      >
        {filterNames.map((name) => (
          <option key={name} value={name}>
            {t(`people.${name}`)}
          </option>
        ))}
      </FilterSelect>
      {set ? (
        <Button
          look="quiet"
          size="small"
          onClick={() => change({ q: undefined, role: undefined, ...unfiltered })}
        >
          {t('common:clearFilters')}
        </Button>
      ) : null}
    </>
  );
}
