'use client';

import { useNow } from '@/components/time/clock';
import { zoneLabel } from '@/components/time/zoned';
import { Button } from '@/components/ui/button';
import { useKeys } from './keys';
import { announce } from './live-region';
import { usePreferences, useTimeZone } from './preferences';

/** The zone all times are shown in; a press changes between the reader's own and UTC, everywhere at once. */
export function ZoneToggle() {
  const { setPreferences } = usePreferences();
  const { timeZone, choice } = useTimeZone();
  const label = useNow((now) => zoneLabel(timeZone, now));
  const toggle = () => {
    setPreferences({ zone: choice === 'utc' ? 'local' : 'utc' });
    announce(choice === 'utc' ? 'Times are now local' : 'Times are now in UTC');
  };
  useKeys('Everywhere', { z: { label: 'Times: local or UTC', run: toggle } }, { level: 'frame' });
  const shown = choice === 'utc' ? 'UTC' : label === 'UTC' ? 'Local' : label;
  const name = choice === 'utc' ? 'UTC' : `local time, ${timeZone}`;
  return (
    <Button
      variant="bar"
      className="nums max-sm:hidden"
      // Whoever speaks to the page says what stands on the button.
      aria-label={name.includes(shown) ? `Times are in ${name}` : `Times are in ${name}, ${shown}`}
      data-tip={`Times are in ${name}.\nPress for ${choice === 'utc' ? 'local time' : 'UTC'}.`}
      data-tip-keys="z"
      onClick={toggle}
    >
      {shown}
    </Button>
  );
}
