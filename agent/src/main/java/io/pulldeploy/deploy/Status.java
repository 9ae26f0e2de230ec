package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Document;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HostLock;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs on this instance.
 *
 * @param role empty before the first deploy
 * @param releases versions of the service on disk
 * @param held whether a rollback holds the base
 * @param lockedBy the run that goes on right now
 */
public record Status(
        Optional<Role> role,
        Optional<Version> current,
        Optional<Version> previous,
        Optional<Version> next,
        Optional<Version> base,
        boolean held,
        List<String> releases,
        Optional<String> lockedBy,
        Optional<RunReport> lastRun) {

    public static Status of(FileTree files, InstanceLayout layout) {
        Links links = new Links(files);
        Ledger ledger = Ledger.read(files, layout);
        Optional<ArtifactName> service = ledger.role().map(Role::service);
        return new Status(
                ledger.role(),
                service.map(layout::current).flatMap(links::version),
                service.map(layout::previous).flatMap(links::version),
                service.map(layout::next).flatMap(links::version),
                links.version(layout.current(ArtifactName.BASE)),
                ledger.held().isPresent(),
                service
                        .map(s -> files.matching(layout.releases(s), n -> !n.startsWith(".")))
                        .orElse(List.of())
                        .stream()
                        .map(p -> p.getFileName().toString())
                        .filter(n -> Version.ofName(n).isPresent())
                        .toList(),
                new HostLock(files, layout.lock()).heldBy(),
                new Runs(files, layout)
                        .known().stream()
                                .filter(r -> r.outcome() != RunReport.Outcome.RUNNING)
                                .reduce((_, last) -> last));
    }

    /** The status as a plain value. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = Document.start();
        fields.put("service", role.map(r -> r.service().text()).orElse(null));
        fields.put("instance", role.map(r -> r.instance().text()).orElse(null));
        fields.put("current", current.map(Version::text).orElse(null));
        fields.put("previous", previous.map(Version::text).orElse(null));
        fields.put("next", next.map(Version::text).orElse(null));
        fields.put("base", base.map(Version::text).orElse(null));
        fields.put("baseHeld", held);
        fields.put("releases", releases);
        fields.put("lockedBy", lockedBy.orElse(null));
        fields.put("lastRun", lastRun.map(RunReport::fields).orElse(null));
        return fields;
    }
}
