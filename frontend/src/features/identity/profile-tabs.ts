export const profileTabs = ['details', 'password', 'sessions'] as const;
export type ProfileTab = (typeof profileTabs)[number];
