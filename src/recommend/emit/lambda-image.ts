import { printable } from '../../model/index.ts';
import { buildNote, containerBody, dockerignore } from './dockerfile.ts';
import { fileOf } from './file.ts';
import { placeholderNotes } from './function.ts';
import { why } from './notes.ts';
import type { EmittedFile, Subject } from './subject.ts';
import { memberNotes, writerOf } from './writers.ts';

/**
 * Images of functions. AWS's own base images bring the runtime's client; they are Amazon Linux, which lacks most of
 * what native packages load. A function that needs such packages runs from the distribution that has them, with the
 * runtime interface client beside it.
 */
export function lambdaDockerfile(subject: Subject): readonly EmittedFile[] {
  const { build, run, setup, amazon } = subject.system;
  const needsUserland = amazon.length === 0 && (build.length > 0 || run.length > 0 || setup.length > 0 || subject.system.linked);
  const writer = writerOf(subject);
  const body =
    subject.adapter === undefined
      ? (needsUserland ? writer.clientImage : writer.functionImage)(subject)
      : withAdapter(subject, subject.adapter);
  const platform = subject.architecture === 'arm64' ? 'arm64' : 'amd64';
  const placeholder = subject.adapter === undefined ? placeholderNotes(subject) : [];
  const notes = [buildNote(subject, ` --platform linux/${platform} --provenance=false`), ...memberNotes(subject), ...placeholder];
  return [fileOf(subject, 'Dockerfile', [why(subject, '#', notes), body]), dockerignore(subject)];
}

/** Lambda Web Adapter hands requests to the server that the same image is anywhere else (its README, "Docker Images"). */
function withAdapter(subject: Subject, image: string): string {
  const from = printable(image) === image && image.includes('/') ? image : ADAPTER;
  return [
    containerBody(subject),
    `COPY --from=${from} /lambda-adapter /opt/extensions/lambda-adapter`,
    ...(subject.port === undefined
      ? ['# It asks port 8080 unless AWS_LWA_PORT names another.']
      : [`ENV AWS_LWA_PORT=${subject.port}`]),
  ].join('\n');
}

const ADAPTER = 'public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1';
