package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Version;

import java.nio.file.Path;
import java.util.List;

/**
 * Where things are on the instance.
 *
 * @param root of services and base, {@code /srv}
 * @param state of runs and records, {@code /var/lib/pulldeploy}
 * @param log of hooks' output, {@code /var/log/pulldeploy}
 */
public record InstanceLayout(Path root, Path state, Path log) {
    private static final String RELEASES = "releases";

    public Path directory(ArtifactName name) {
        return root.resolve(name.text());
    }

    public Path releases(ArtifactName name) {
        return directory(name).resolve(RELEASES);
    }

    public Path release(ArtifactName name, Version version) {
        return releases(name).resolve(version.text());
    }

    /** What a link beside the releases holds to lead to one of them. */
    public Path target(Version version) {
        return Path.of(RELEASES, version.text());
    }

    public Path current(ArtifactName name) {
        return directory(name).resolve("current");
    }

    public Path next(ArtifactName service) {
        return directory(service).resolve("next");
    }

    public Path previous(ArtifactName service) {
        return directory(service).resolve("previous");
    }

    /** The link that the configuration's file roots go through, whatever the service. */
    public Path service() {
        return root.resolve("service");
    }

    /** Every link that a run of a service may move. */
    List<Path> links(ArtifactName service) {
        return List.of(
                current(ArtifactName.BASE),
                service(),
                next(service),
                previous(service),
                current(service));
    }

    public Path lock() {
        return state.resolve("lock");
    }

    public Path ledger() {
        return state.resolve("ledger.json");
    }

    public Path runs() {
        return state.resolve("runs");
    }

    public Path manifests(ArtifactName name) {
        return state.resolve("manifests").resolve(name.text());
    }

    public Path manifest(ArtifactName name, Version version) {
        return manifests(name).resolve(version + ".json");
    }

    public Path log(String run) {
        return log.resolve(run + ".log");
    }
}
