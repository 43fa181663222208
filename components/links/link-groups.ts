import { httpUrl } from '@/lib/links';
import type { HomerLinksWire, QuickLinkWire } from '@/lib/links-portal/schemas';

/** The portal's links as they are shown: in groups, narrowed by words. Pure. */

/** A link of either sort. Only our own can be changed here. */
export interface ShownLink {
  key: string;
  name: string;
  url: string;
  note: string;
  color: string;
  own: QuickLinkWire | null;
}

export interface LinkGroup {
  name: string;
  links: ShownLink[];
}

/** The host, for telling links of the same name apart. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host.replace(/^www\./, '');
  } catch {
    return '';
  }
}

const ownLink = (link: QuickLinkWire): ShownLink => ({
  key: link.id,
  name: link.name,
  url: link.url,
  note: link.description ?? '',
  color: link.color ?? '',
  own: link,
});

/** Links by group, groups by name, those of the Homer dashboard behind them. What is no http link is left out. */
export function groupLinks(
  links: readonly QuickLinkWire[],
  homer: HomerLinksWire | undefined,
  text: string,
): LinkGroup[] {
  const groups = new Map<string, ShownLink[]>();
  const add = (group: string, link: ShownLink) => {
    if (httpUrl(link.url) === null) return;
    const list = groups.get(group);
    if (list) list.push(link);
    else groups.set(group, [link]);
  };
  const sorted = [...links].sort(
    (a, b) => a.group.localeCompare(b.group, 'en') || a.name.localeCompare(b.name, 'en'),
  );
  for (const link of sorted) add(link.group, ownLink(link));
  homer?.services.forEach((service, index) => {
    service.items.forEach((item, at) => {
      add(service.name, {
        key: `homer ${index} ${at}`,
        name: item.name,
        url: item.url,
        note: item.subtitle ?? item.tag ?? '',
        color: '',
        own: null,
      });
    });
  });
  homer?.links.forEach((link, index) => {
    add('Homer', { key: `homer ${index}`, name: link.name, url: link.url, note: '', color: '', own: null });
  });

  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  return [...groups].flatMap(([name, members]) => {
    const found = members.filter((link) => {
      const all = `${name} ${link.name} ${link.url} ${link.note}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
    return found.length > 0 ? [{ name, links: found }] : [];
  });
}

/** The letters that stand for a link: its own pictures would have to be fetched from elsewhere. */
export function initialsOf(name: string): string {
  const parts = name.split(/[\s\-_/.:]+/u).filter(Boolean);
  const letters =
    parts.length > 1 ? parts.slice(0, 2).map((part) => [...part][0]) : [...name.trim()].slice(0, 2);
  return letters.join('').toUpperCase() || '?';
}
