/** Manifests, channels, download and safe extraction. */
package io.pulldeploy.artifact;
