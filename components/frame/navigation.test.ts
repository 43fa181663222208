import { describe, expect, test } from 'vitest';
import { controlsFor, hrefWithContext, itemFor, navigation } from './navigation';

describe('navigation', () => {
  test.each([
    ['/', 'Timeline'],
    ['/events/0198c2f0', 'Timeline'],
    ['/incidents', 'Incidents'],
    ['/incidents/12', 'Incidents'],
    ['/deployments', 'Deployments'],
    ['/deployments/production', 'Deployments'],
    ['/durations/0198c2f0', 'Durations'],
    ['/locks', 'Locks'],
    ['/insights/causes', 'Insights'],
    ['/settings', 'Settings'],
    ['/settings/appearance', 'Settings'],
    ['/eventsomething', undefined],
    ['/nowhere', undefined],
  ])('%s belongs to %s', (path, label) => {
    expect(itemFor(path)?.label).toBe(label);
  });

  test.each([
    ['/', ['environment', 'range', 'live']],
    ['/events/0198c2f0', ['live']],
    ['/events/new', []],
    ['/incidents', ['environment', 'live']],
    ['/incidents/12', ['live']],
    ['/deployments/versions/checkout/1.4.2', ['live']],
    ['/insights/incidents', ['environment']],
    ['/insights/causes', []],
    ['/insights/delivery', ['environment']],
    ['/durations', ['environment']],
    ['/durations/0198c2f0', ['live']],
    ['/settings/appearance', []],
    ['/nowhere', []],
  ])('the bar of %s offers only what changes something there: %s', (path, controls) => {
    expect(controlsFor(path)).toEqual(controls);
  });

  test('no two items answer to the same keys or live at the same address', () => {
    expect(new Set(navigation.map((item) => item.keys)).size).toBe(navigation.length);
    expect(new Set(navigation.map((item) => item.href)).size).toBe(navigation.length);
  });

  test('the range and the environments travel along, filters of the page stay behind', () => {
    const timeline = navigation[0]!;
    const query = new URLSearchParams('from=now-7d&to=now&environment=production&environment=UAT&q=checkout');
    expect(hrefWithContext(timeline, query)).toBe(
      '/?from=now-7d&to=now&environment=production&environment=UAT',
    );
  });

  test('a page that knows no range is linked without one', () => {
    const settings = navigation.find((item) => item.label === 'Settings')!;
    expect(hrefWithContext(settings, new URLSearchParams('from=now-7d'))).toBe('/settings/appearance');
  });
});
