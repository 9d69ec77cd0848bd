/** The image that a build makes without a Dockerfile: what it is built on, or the Java that it asks for, is what runs. */
import { factsOf } from '../../src/formats/dockerfile/base-images.ts';
import { isDockerfileName } from '../../src/formats/dockerfile/file-name.ts';
import { imageReference } from '../../src/formats/image-name.ts';
import { baseName, type Demand, type Origin, type Project, runtimeDemand, type ServiceId } from '../../src/model/index.ts';

export interface BuiltImage {
  /** The image that it is built on, as written. */
  readonly from?: string;
  /** The feature release of Java that buildpacks are asked for. */
  readonly java?: string;
  readonly origin: Origin;
}

/** What a name of an image ends with, where that much is known: `orders` of `${registry}/shop/orders:${version}`. */
export function ownImageName(written: string): string | undefined {
  const name = imageReference(baseName(written)).name;
  return /^[\w.-]+$/.test(name) ? name : undefined;
}

/** The variable by which Paketo's buildpacks choose a Java. */
export const JAVA_VARIABLE = 'BP_JVM_VERSION';

/** `17`, `17.*` and `17.0.9` are 17, `1.8` and `8` are 8. */
export function buildpackJava(version: string): string | undefined {
  return /^\s*(?:1\.)?(\d{1,2})(?:\.[\d.*]+)?\s*$/.exec(version)?.[1];
}

/** Where Jib looks for a base: a registry, or a daemon that has it from one; what a tar file holds is not known. */
export function jibBase(written: string): string | undefined {
  return /^tar:/.test(written) ? undefined : written.replace(/^(?:registry|docker):\/\//, '');
}

/** A Dockerfile beside the build makes the image that runs. */
export function builtImageDemands(service: ServiceId, project: Project, image: BuiltImage | undefined): readonly Demand[] {
  if (image === undefined || project.list(service).some(isDockerfileName)) return [];
  const { from, java, origin } = image;
  const prefers = ({ realm, key, constraint }: Pick<Demand, 'realm' | 'key' | 'constraint'>): Demand => ({
    ...runtimeDemand(service, { name: 'jdk', constraint, origin }),
    realm,
    key,
    subject: `${realm}:${key}`,
    strength: 'preferred',
  });
  const facts =
    from === undefined ? [] : factsOf(imageReference(from)).filter(({ realm, key }) => realm === 'os' || key === 'jdk');
  return [...facts, ...(java === undefined ? [] : [{ realm: 'runtime' as const, key: 'jdk', constraint: java }])].map(prefers);
}
