/** Builds of Tilt (Tilt, "API Reference"). */
import { directoryOf, type SourceFile } from '../../model/index.ts';
import { localPath } from '../paths.ts';
import { buildOf, type NamedBuild, tagged } from './named-build.ts';

/** `docker_build('shop/cart', './cart', dockerfile='cart/dev.Dockerfile')` (Tilt, "API Reference"); what is no literal is left out. */
const TILT_BUILD =
  /\bdocker_build(?:_with_restart)?\(\s*(?:ref\s*=\s*)?(["'])([^"'\n]{1,200})\1\s*,\s*(?:context\s*=\s*)?(["'])([^"'\n]{0,200})\3([^()]{0,1000})/g;
const TILT_DOCKERFILE = /\bdockerfile\s*=\s*(["'])([^"'\n]{1,200})\1/;

export function readTilt({ path, text }: SourceFile): readonly NamedBuild[] {
  const home = directoryOf(path);
  const code = text.replaceAll(/^[ \t]*#.*$/gm, '');
  return [...code.matchAll(TILT_BUILD)].map(([, , image = '', , context = '', more = '']) => {
    const dockerfile = TILT_DOCKERFILE.exec(more)?.[2];
    const build = buildOf(home, tagged(image), context, undefined);
    // Other than the context's, a Dockerfile that is named lies where the Tiltfile does.
    return dockerfile === undefined ? build : { ...build, dockerfile: localPath(home, dockerfile) };
  });
}
