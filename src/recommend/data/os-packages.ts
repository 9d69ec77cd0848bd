import type { EcosystemId } from '../../model/index.ts';

/**
 * Packages of distributions that say nothing of the service that its image installs them for: from the package lists of
 * Debian, Alpine, Fedora and Amazon Linux. Reviewed 2026-11-30.
 */

/** Certificates, time zones, shells and download tools say nothing of the code, nor do Python for builds and the libraries of C++. */
export const PLAIN_OS =
  /^(?:ca-certificates|tzdata|curl|wget|bash|git|dumb-init|tini|gnupg2?|apt-transport-https|locales|procps|busybox|make|gcc|g\+\+|build-essential|build-base|musl-dev|python3?-dev|.*-dev|.*-devel|unzip|zip|tar|openssh-client|jq|su-exec|gosu|netcat.*|vim|less|nano|openssl|crypto-policies(?:-scripts)?|shadow(?:-utils|-login)?|passwd|microdnf|findutils|coreutils|util-linux|which|file|hostname|sudo|pwgen|rsync|patch|dos2unix|lsb-release|software-properties-common|apt-utils|pkg-config|pkgconf|cmake|ninja-build|autoconf|automake|libtool|intltool|maven|git-(?:core|lfs)|xz(?:-utils)?|bzip2|gzip|net-tools|iproute2?|iputils(?:-ping)?|dnsutils|bind-(?:tools|utils)|libc6-compat|gcompat|libstdc\+\+\d*|libgcc(?:-s1|1)?|python3?(?:\.\d+)?(?:-(?:pip|venv|minimal|distutils))?)$/;

/** What runs the service's own code: every runtime and every image brings it. */
export const OWN_RUNTIME: Readonly<Record<EcosystemId, RegExp>> = {
  python: /^(?:lib)?python-?[\d.]*(?:-(?:pip|venv|setuptools|wheel|distutils|libs|minimal))?$/,
  jvm: /^(?:java-[\w.]+-(?:openjdk|amazon-corretto)[\w-]*|openjdk-?[\d.][\w.-]*|temurin-\d+-j(?:dk|re)|default-j(?:dk|re)[\w-]*)$/,
  npm: /^(?:node|nodejs[\d.-]*|npm|yarn)$/,
  go: /^(?:go(?:-[\d.]+)?|golang[\w.-]*)$/,
};
