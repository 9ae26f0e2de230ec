package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArchiveLimits;
import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Document;
import io.pulldeploy.artifact.Download;
import io.pulldeploy.artifact.Extraction;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.OpenDirectories;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** The releases on disk. A directory among them is complete by being there. */
final class Releases {
    private static final String UNPACKING = ".tmp-";
    private static final String DOWNLOADING = ".download-";

    private final FileTree files;
    private final InstanceLayout layout;
    private final Links links;
    private final OpenDirectories inUse;

    Releases(FileTree files, InstanceLayout layout, Links links) {
        this.files = files;
        this.layout = layout;
        this.links = links;
        this.inUse = new OpenDirectories(files);
    }

    boolean isComplete(ArtifactName name, Version version) {
        return files.isDirectory(layout.release(name, version));
    }

    /**
     * Makes sure that a release is on disk, complete and verified.
     *
     * @param run names what is unfinished
     * @return whether it had to be fetched
     * @throws Failure (REFUSED) if its archive is, or if its manifest says something else than when
     *     it was fetched
     */
    boolean bring(Manifest manifest, Repository repository, String run, LongConsumer progress) {
        ArtifactName name = manifest.name();
        Path record = layout.manifest(name, manifest.version());
        Path releases = layout.releases(name);
        if (isComplete(name, manifest.version())) {
            requireSame(manifest, record);
            return false;
        }
        files.makeDirectories(releases);
        removeUnfinished(releases);
        Path archive = releases.resolve(DOWNLOADING + run);
        try {
            new Download(repository.store(), files).fetch(manifest, archive, progress);
            files.makeDirectories(layout.manifests(name));
            files.write(record, manifest.write());
            new Extraction(files, ArchiveLimits.DEFAULT)
                    .unpack(
                            archive,
                            manifest.format(),
                            name + " " + manifest.version(),
                            releases.resolve(UNPACKING + run),
                            layout.release(name, manifest.version()));
        } finally {
            files.delete(archive);
        }
        return true;
    }

    /** A version never changes: another digest means that somebody replaced it in the bucket. */
    private void requireSame(Manifest manifest, Path record) {
        Optional<String> verified =
                files.textIfPresent(record)
                        .map(text ->
                                Document.parse(text, record.toString(), "Remove it.")
                                        .text("sha256"));
        if (verified.isPresent() && !verified.get().equals(manifest.sha256())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    manifest.name()
                            + " "
                            + manifest.version()
                            + " changed in the bucket: it had the"
                            + " SHA-256 "
                            + verified.get()
                            + " and now has "
                            + manifest.sha256(),
                    "Publish the new content under a new version.");
        }
    }

    /** What a crash left of a download or an unpacking; only the lock's holder may do this. */
    private void removeUnfinished(Path releases) {
        files.matching(releases, n -> n.startsWith(UNPACKING) || n.startsWith(DOWNLOADING))
                .forEach(files::delete);
    }

    /**
     * Deletes old releases of a service and of the base, newest kept first by their last deploy.
     * What a link names, what a process still runs from, and the base that a kept release ran with,
     * stays.
     *
     * @return the ledger without them
     */
    Ledger prune(ArtifactName service, int keep, Ledger ledger, List<String> removed) {
        Set<Version> linked = new LinkedHashSet<>();
        for (Path link :
                List.of(layout.current(service), layout.previous(service), layout.next(service))) {
            links.version(link).ifPresent(linked::add);
        }
        Ledger after = prune(service, keep, linked, ledger, removed);
        Set<Version> bases = new LinkedHashSet<>();
        links.version(layout.current(ArtifactName.BASE)).ifPresent(bases::add);
        after.held().ifPresent(h -> bases.add(h.version()));
        after.releases()
                .values()
                .forEach(
                        versions -> versions.values().forEach(d -> d.base().ifPresent(bases::add)));
        return prune(ArtifactName.BASE, keep, bases, after, removed);
    }

    private Ledger prune(
            ArtifactName name,
            int keep,
            Set<Version> untouchable,
            Ledger ledger,
            List<String> removed) {
        List<Version> newestFirst = new ArrayList<>();
        for (Path release : files.matching(layout.releases(name), n -> !n.startsWith("."))) {
            Version.ofName(release.getFileName().toString()).ifPresent(newestFirst::add);
        }
        newestFirst.sort(Comparator.comparing((Version v) -> lastUsed(name, v, ledger)).reversed());
        Ledger after = ledger;
        for (Version old :
                newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size())) {
            if (!untouchable.contains(old) && inUse.user(layout.release(name, old)).isEmpty()) {
                files.delete(layout.release(name, old));
                files.delete(layout.manifest(name, old));
                after = after.without(name, old);
                removed.add(name + " " + old);
            }
        }
        return after;
    }

    private Instant lastUsed(ArtifactName name, Version version, Ledger ledger) {
        return ledger.deployed(name, version)
                .map(Ledger.Deployed::time)
                .orElseGet(() ->
                        files.lstat(layout.release(name, version))
                                .map(s -> s.changed())
                                .orElse(Instant.EPOCH));
    }
}
