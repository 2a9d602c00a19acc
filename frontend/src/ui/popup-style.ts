/** The surface of menus, popovers and lists that float over the page. */
export const popupStyle =
  'rounded-control border border-line bg-surface text-ink shadow-raised outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0';

export const popupItemStyle =
  'flex min-h-8 cursor-default items-center gap-2 rounded px-2 py-1.5 text-sm outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';
