package org.gradle.internal.installation.beacon;

/** By the jar of this class Gradle finds its distribution. */
public class InstallationBeacon {}
