package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Version;

import java.util.Optional;

/**
 * What a run is about.
 *
 * @param manifest of the service, if it may have to be fetched
 */
record Plan(Version version, Optional<Manifest> manifest, Resolver.Base base) {}
