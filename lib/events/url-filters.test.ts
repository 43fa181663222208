import { expect, it } from 'vitest';
import { filtersFromUrl } from './url-filters';

const read = (search: string) => filtersFromUrl(new URLSearchParams(search));

it.each([
  ['status=boom', 'status'],
  ['kind=__proto__', 'kind'],
  ['service=%00', 'service'],
  ['service=shop&service=a%00b', 'service'],
  ['q=%00', 'q'],
  ['impact=9', 'impact'],
])('%s is left out of what a page asks for', (search, name) => {
  expect(read(`${search}&owner=ops`)).toEqual({ text: 'owner=ops', refused: [name] });
});

it('the same filters are always written the same', () => {
  expect(read('service=b&service=a&service=b&kind=build,drift')).toEqual(
    read('kind=drift&kind=build&service=a&service=b'),
  );
});
