package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;

/** What an instance is for: a service, in one of its environments. */
public record Role(ArtifactName service, ChannelName instance) {
    @Override
    public String toString() {
        return service + " " + instance;
    }
}
