import type { Reply } from './reply';

/** 200 with a table as a file to be saved under a name. */
export function csvReply(text: string, filename: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
    },
    text,
  };
}
