import { answerAuth } from '@/lib/people/providers/answer';

export { answerAuth as GET, answerAuth as POST };
