package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The links that decide what runs, each moved by one rename. */
final class Links {
    private final FileTree files;

    Links(FileTree files) {
        this.files = files;
    }

    /**
     * One link's move.
     *
     * @param from what it held before; empty if it was not there
     */
    record Change(Path link, Optional<Path> from, Path to) {
        /** As the journal has it. */
        Map<String, @Nullable Object> fields() {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("link", link.toString());
            fields.put("from", from.map(Path::toString).orElse(null));
            fields.put("to", to.toString());
            return fields;
        }

        static Optional<Change> of(@Nullable Object fields) {
            return fields instanceof Map<?, ?> map
                            && map.get("link") instanceof String link
                            && map.get("to") instanceof String to
                    ? Optional.of(
                            new Change(
                                    Path.of(link),
                                    map.get("from") instanceof String from
                                            ? Optional.of(Path.of(from))
                                            : Optional.empty(),
                                    Path.of(to)))
                    : Optional.empty();
        }
    }

    /** What a link holds; empty if it is not there. */
    Optional<Path> target(Path link) {
        return files.isSymlink(link) ? Optional.of(files.readLink(link)) : Optional.empty();
    }

    /** The release that a link names; empty if it is not there, or names something else. */
    Optional<Version> version(Path link) {
        return target(link).flatMap(t -> Version.ofName(t.getFileName().toString()));
    }

    /**
     * @throws Failure (CANNOT_WRITE) if something else is in a link's place, such as a directory
     *     from before there were links
     */
    void requirePlace(List<Path> places) {
        for (Path place : places) {
            if (files.isPresent(place) && !files.isSymlink(place)) {
                throw new Failure(
                        ExitCode.CANNOT_WRITE,
                        place + " is in the way: a link belongs there",
                        "Move it elsewhere, then run again.");
            }
        }
    }

    /** The move that makes a link hold the target; none if it does already. */
    List<Change> change(Path link, Path to) {
        Optional<Path> from = target(link);
        return from.equals(Optional.of(to)) ? List.of() : List.of(new Change(link, from, to));
    }

    void make(List<Change> changes) {
        changes.forEach(c -> files.swapLink(c.link(), c.to()));
    }

    boolean isMade(List<Change> changes) {
        return changes.stream().allMatch(c -> target(c.link()).equals(Optional.of(c.to())));
    }

    /**
     * Puts links back, the last moved first.
     *
     * @return what was put back, for people
     */
    List<String> undo(List<Change> changes) {
        return changes.reversed().stream()
                .filter(c -> !target(c.link()).equals(c.from()))
                .map(this::undo)
                .toList();
    }

    private String undo(Change change) {
        if (change.from().isPresent()) {
            files.swapLink(change.link(), change.from().get());
            return change.link() + " back to " + change.from().get();
        }
        files.delete(change.link());
        Optional.ofNullable(change.link().getParent()).ifPresent(files::syncDirectory);
        return change.link() + " removed";
    }
}
