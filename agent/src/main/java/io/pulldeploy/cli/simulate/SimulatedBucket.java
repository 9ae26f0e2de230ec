package io.pulldeploy.cli.simulate;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Format;
import io.pulldeploy.artifact.Keys;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Signatures;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The bucket of a simulation, as its release engineer uses it. */
final class SimulatedBucket {
    private static final String PREFIX = "deploy/";
    private static final String BY = "simulate";

    private final Repository repository;
    private final Publisher publisher;

    /**
     * @param files where the directories to publish are
     */
    SimulatedBucket(ObjectStore store, FileTree files, Clock clock) {
        this.repository = new Repository(store, new Keys(PREFIX), new Signatures(Map.of()));
        this.publisher = new Publisher(repository, files, clock, Optional.empty());
    }

    /**
     * Publishes a directory and points the channel at it, unless the channel's version already has
     * this content.
     *
     * @return the version that the channel names then
     */
    Version offer(ArtifactName name, ChannelName channel, Path directory) {
        Manifest packed =
                publisher
                        .publish(
                                name,
                                directory,
                                Optional.empty(),
                                Format.TAR_GZ,
                                Manifest.Source.UNKNOWN)
                        .manifest();
        Optional<Version> now = repository.findChannel(name, channel).map(c -> c.version());
        if (now.isPresent()
                && repository.manifest(name, now.get()).sha256().equals(packed.sha256())) {
            return now.get();
        }
        return publisher.promote(name, channel, packed.version(), BY, false).channel().version();
    }
}
